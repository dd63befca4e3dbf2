import { Readable } from "node:stream";
import { setImmediate as breath } from "node:timers/promises";
import { Failure, refuse } from "@callboard/domain/failure";
import { CsvError, parse } from "csv-parse";

export const FILE_MAX_BYTES = 10 * 1024 * 1024;
export const ROWS_MAX = 50_000;
/** Read at once; between two pieces everybody else has their turn. */
const PIECE = 32 * 1024;
const DELIMITERS = [",", ";", "\t"] as const;

export interface Line {
  /** Where it begins in the file, counted from 1. */
  line: number;
  cells: string[];
}

/** Reads a CSV file line by line. Refuses, in one sentence, what is no such file or too much of it. */
export async function* readCsv(typed: string): AsyncGenerator<Line> {
  checkWhole(typed);
  // Within quotes a line's end would else count twice.
  const text = typed.replaceAll("\r\n", "\n");
  const parser = Readable.from(pieces(text)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(text),
      record_delimiter: ["\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    }),
  );
  let line = 1;
  let rows = -1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const inside = record.reduce((sum, cell) => sum + (cell.match(/[\n\r]/g)?.length ?? 0), 0);
      line = info.lines + 1;
      if (record.every((cell) => cell.trim() === "")) continue;
      rows += 1;
      if (rows > ROWS_MAX) refuse("invalid", "import.tooManyRows", { most: ROWS_MAX }, "text");
      yield { line: info.lines - inside, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const open = error.code === "CSV_QUOTE_NOT_CLOSED";
    throw new Failure("invalid", open ? "import.quoteOpen" : "import.unreadable", { line }, "text");
  }
}

function checkWhole(text: string): void {
  if (Buffer.byteLength(text) > FILE_MAX_BYTES) refuse("invalid", "import.tooLarge", {}, "text");
  if (text.trim() === "" || text === "\uFEFF") refuse("invalid", "import.empty", {}, "text");
  if (text.includes("\0")) refuse("invalid", "import.notText", {}, "text");
}

async function* pieces(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += PIECE) {
    yield text.slice(from, from + PIECE);
    await breath();
  }
}

/** The sign that parts most of the first line. */
function delimiterOf(text: string): string {
  const first = /^[^\n\r]*/.exec(text.trimStart())![0];
  const count = (sign: string) => first.split(sign).length;
  return DELIMITERS.reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
