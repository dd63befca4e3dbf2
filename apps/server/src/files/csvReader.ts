import { Readable } from "node:stream";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { Failure, fail } from "@callboard/domain/core/failure";
import { FILE_MAX_BYTES } from "@callboard/domain/numbers/importNumbers";
import { sliceCode } from "@callboard/domain/core/text/text";
import { CsvError, type Options, parse, type Parser } from "csv-parse";

/** Rows after the header. */
export const ROWS_MAX = 50_000;
/**
 * Characters parsed without a pause: the shortest records have two, and a thousand records take a few milliseconds.
 */
const CHUNK_SIZE = 2 * 1024;
/** After this time, let other calls run. */
const YIELD_AFTER_MS = 8;
/** The longest record in characters; no real file has longer ones. */
const RECORD_MAX = 64 * 1024;
const CELLS_MAX = 1000;
const DELIMITERS = [",", ";", "\t", "|"] as const;
/** The line that tells a spreadsheet this file's separator. */
const SEPARATOR = /^\uFEFF?"?sep=([,;\t|])"?(?:\r\n|\n|\r|$)/i;

/** A record of the file: usually one line. */
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
  // The header doesn't count.
  let rows = -1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      await pause();
      line = info.lines + 1 + skippedLines;
      // Blank lines count as well: reading them takes just as long.
      rows += 1;
      if (rows > ROWS_MAX) fail("invalid", "numbers.import.tooManyRows", { max: ROWS_MAX }, "text");
      if (record.every((cell) => cell.trim() === "")) continue;
      // The parser counts lines up to the record's end; its quoted cells may contain line breaks.
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
  // No line may be longer than a record: one with nothing but commas would have a cell for each.
  for (let start = 0; start + RECORD_MAX < text.length;) {
    const part = sliceCode(text, start, start + RECORD_MAX);
    const lastBreak = Math.max(part.lastIndexOf("\n"), part.lastIndexOf("\r"));
    if (lastBreak < 0)
      fail("invalid", "numbers.import.lineLong", { line: linesIn(sliceCode(text, 0, start)) + 1 }, "text");
    start += lastBreak + 1;
  }
}

/**
 * For each record with another number of cells than the first, the library creates an error with a stack and drops the
 * record, which takes ten times as long as everything else. So the expected number is always that of the current
 * record.
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
  let resumedAt = performance.now();
  return async () => {
    if (performance.now() - resumedAt < YIELD_AFTER_MS) return;
    await yieldToEventLoop();
    resumedAt = performance.now();
  };
}

/** No chunk splits a character or a two-character line end. */
async function* toChunks(text: string, pause: () => Promise<void>): AsyncGenerator<Buffer> {
  for (let start = 0; start < text.length;) {
    const lastIndex = start + CHUNK_SIZE - 1;
    const end = /[\uD800-\uDBFF\r]/.test(text.charAt(lastIndex)) ? lastIndex + 2 : lastIndex + 1;
    // Within quotes, \r\n would otherwise count as two line ends.
    yield Buffer.from(sliceCode(text, start, end).replaceAll("\r\n", "\n"));
    start = end;
    await pause();
  }
}

/** The most frequent separator in the first line. */
function delimiterOf(text: string): string {
  const firstLine = /^[^\n\r]*/.exec(sliceCode(text, 0, RECORD_MAX).trimStart())![0];
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
