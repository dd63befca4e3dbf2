import { Readable } from "node:stream";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { Failure, fail } from "@callboard/domain/core/failure";
import { FILE_MAX_BYTES } from "@callboard/domain/numbers/importNumbers";
import { sliceCode } from "@callboard/domain/core/text/text";
import { CsvError, type Options, parse, type Parser } from "csv-parse";

export const ROWS_MAX = 50_000;
/** Parsed at once: the shortest records have two characters, and a thousand of them take a few milliseconds. */
const CHUNK_SIZE = 2 * 1024;
/** After this time, let other calls run. */
const YIELD_AFTER_MS = 8;
/** The longest record of a real file. */
const RECORD_MAX = 64 * 1024;
const CELLS_MAX = 1000;
const DELIMITERS = [",", ";", "\t", "|"] as const;
/** The line that tells a spreadsheet this file's separator. */
const SEPARATOR = /^\uFEFF?"?sep=([,;\t|])"?(?:\r\n|\n|\r|$)/i;

export interface Line {
  /** The line in the file where it begins, from 1. */
  number: number;
  cells: string[];
}

/** Reads a CSV file line by line. Throws one sentence for a file that isn't CSV or is too large. */
export async function* readCsv(file: string): AsyncGenerator<Line> {
  checkText(file);
  const separatorMatch = SEPARATOR.exec(sliceCode(file, 0, 20));
  const text = separatorMatch ? sliceCode(file, separatorMatch[0].length) : file;
  const skippedLines = separatorMatch ? 1 : 0;
  const pause = yieldWhenDue();
  const parser = Readable.from(toChunks(text, pause), { highWaterMark: 1 }).pipe(
    parserForAnyLength({
      bom: true,
      delimiter: separatorMatch?.[1] ?? delimiterOf(text),
      record_delimiter: ["\n", "\r"],
      relax_quotes: true,
      max_record_size: RECORD_MAX,
      info: true,
    }),
  );
  let line = 1 + skippedLines;
  let rows = -1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      await pause();
      line = info.lines + 1 + skippedLines;
      // Blank lines count as well: reading them takes as long.
      rows += 1;
      if (rows > ROWS_MAX) fail("invalid", "numbers.import.tooManyRows", { most: ROWS_MAX }, "text");
      if (record.every((cell) => cell.trim() === "")) continue;
      const innerBreaks = record.reduce((sum, cell) => sum + (cell.match(/[\n\r]/g)?.length ?? 0), 0);
      yield { number: info.lines - innerBreaks + skippedLines, cells: record.slice(0, CELLS_MAX) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Failure("invalid", PARSE_FAILURES[error.code] ?? "numbers.import.unreadable", { line }, "text");
  }
}

const PARSE_FAILURES: Partial<Record<string, "numbers.import.unclosedQuote" | "numbers.import.lineLong">> = {
  CSV_QUOTE_NOT_CLOSED: "numbers.import.unclosedQuote",
  CSV_MAX_RECORD_SIZE: "numbers.import.lineLong",
};

function checkText(text: string): void {
  if (Buffer.byteLength(text) > FILE_MAX_BYTES) fail("invalid", "numbers.import.tooLarge", {}, "text");
  if (text.trim() === "" || text === "\uFEFF") fail("invalid", "numbers.import.empty", {}, "text");
  if (text.includes("\0")) fail("invalid", "numbers.import.notText", {}, "text");
  // A line of nothing but commas is short, but makes a million cells.
  for (let from = 0; from + RECORD_MAX < text.length;) {
    const part = sliceCode(text, from, from + RECORD_MAX);
    const end = Math.max(part.lastIndexOf("\n"), part.lastIndexOf("\r"));
    if (end < 0) fail("invalid", "numbers.import.lineLong", { line: linesIn(sliceCode(text, 0, from)) + 1 }, "text");
    from += end + 1;
  }
}

/**
 * For each record with another length than the first, the library creates an error with a stack and drops the record,
 * which takes ten times as long as everything else. So every record gets the expected length.
 */
function parserForAnyLength(options: Options): Parser {
  const parser = parse(options) as Parser & { state: { record: readonly string[] } };
  Object.defineProperty(parser.state, "expectedRecordLength", {
    get: () => parser.state.record.length,
    set: () => {},
  });
  return parser;
}

const linesIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/** Lets other calls run if enough time has passed. */
function yieldWhenDue(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < YIELD_AFTER_MS) return;
    await yieldToEventLoop();
    since = performance.now();
  };
}

/** No chunk splits a character or a two-character line end. */
async function* toChunks(text: string, pause: () => Promise<void>): AsyncGenerator<Buffer> {
  for (let from = 0; from < text.length;) {
    const last = from + CHUNK_SIZE - 1;
    const to = /[\uD800-\uDBFF\r]/.test(text.charAt(last)) ? last + 2 : last + 1;
    // Within quotes, \r\n would otherwise count as two line ends.
    yield Buffer.from(sliceCode(text, from, to).replaceAll("\r\n", "\n"));
    from = to;
    await pause();
  }
}

/** The most frequent separator in the first line. */
function delimiterOf(text: string): string {
  const first = /^[^\n\r]*/.exec(sliceCode(text, 0, RECORD_MAX).trimStart())![0];
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
