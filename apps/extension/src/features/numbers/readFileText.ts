import { truncateText } from "@callboard/domain/core/text/text";

export const FILE_SIZE_MAX = 10 * 1024 * 1024;

/** `like`: lines of the file as Windows-1252, so that a person can say whether that is its encoding. */
export type FileText =
  | { text: string }
  | { problem: "large" | "empty" | "unreadable" }
  | { problem: "encoding"; like: string[] };

const BYTE_ORDER_MARKS = [
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
] as const;
const EXAMPLES_MAX = 3;
const EXAMPLE_LENGTH_MAX = 120;

/** Reads a file as text before anything is sent: by its byte order mark or as UTF-8, without guessing characters. */
export async function readFileText(file: Blob, forcedEncoding?: "windows-1252"): Promise<FileText> {
  if (file.size === 0) return { problem: "empty" };
  if (file.size > FILE_SIZE_MAX) return { problem: "large" };
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );
  if (bytes === null) return { problem: "unreadable" };
  const byteOrderMark = BYTE_ORDER_MARKS.find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte));
  const encoding = forcedEncoding ?? byteOrderMark?.encoding ?? "utf-8";
  try {
    return { text: new TextDecoder(encoding, { fatal: forcedEncoding === undefined }).decode(bytes) };
  } catch {
    return { problem: "encoding", like: accentedLines(new TextDecoder("windows-1252").decode(bytes)) };
  }
}

/** The first lines with accents, so that a person sees whether the characters are right. */
function accentedLines(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => /[^\u0000-\u007f]/.test(line));
  return lines.slice(0, EXAMPLES_MAX).map((line) => truncateText(line, EXAMPLE_LENGTH_MAX));
}
