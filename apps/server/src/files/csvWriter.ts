import { guardFormulas } from "@callboard/domain/core/text/spreadsheet";
import { stringify } from "csv-stringify/sync";

/** A column of a file. Texts are made safe for spreadsheets; numbers and dates are left as they are. */
export interface CsvColumn<R> {
  title: string;
  value: (row: R) => string | number;
}

/** A page of rows. `next`: the cursor for the page after it; null at the end. */
export interface CsvPage<R> {
  rows: readonly R[];
  next: string | number | null;
}

/** Spreadsheets only recognize UTF-8 with this mark. */
const BOM = "\uFEFF";
/** Quotes everything that some program could take for the end of a cell or line. */
const OPTIONS = { record_delimiter: "windows", quoted_match: /[;\t|\n\r']|^\s|\s$/ } as const;

const csvCell = (value: string | number, index: number): string | number =>
  typeof value === "string" ? guardFormulas(value, index === 0) : value;

/** A page of rows as a piece of a file; the first page starts with the titles. */
export function toCsv<R>(columns: readonly CsvColumn<R>[], rows: readonly R[], isFirst: boolean): string {
  // A title may be a name that somebody chose, such as a status's.
  const titles = columns.map(({ title }, index) => csvCell(title, index));
  const header = isFirst ? BOM + stringify([titles], OPTIONS) : "";
  return (
    header +
    stringify(
      rows.map((row) => columns.map(({ value }, index) => csvCell(value(row), index))),
      OPTIONS,
    )
  );
}

/**
 * A file in pieces, one page of rows at a time and only when the reader asks for more: memory use stays constant, and
 * reading stops with the reader. The first page is passed in, so that a failure comes before the first byte.
 */
export function streamCsv<R>(
  columns: readonly CsvColumn<R>[],
  firstPage: CsvPage<R>,
  readPage: (after: string | number) => Promise<CsvPage<R>>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // Undefined before the first page, null after the last.
  let after: CsvPage<R>["next"] | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        if (after === null) return controller.close();
        const page = after === undefined ? firstPage : await readPage(after);
        const text = toCsv(columns, page.rows, after === undefined);
        after = page.next;
        controller.enqueue(encoder.encode(text));
      },
    },
    { highWaterMark: 0 },
  );
}
