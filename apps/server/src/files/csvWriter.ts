import { guardFormulas } from "@callboard/domain/core/text/spreadsheet";
import { stringify } from "csv-stringify/sync";

/** A column of a file. Texts are made safe for spreadsheets; numbers and dates are left alone. */
export interface CsvColumn<R> {
  title: string;
  value: (row: R) => string | number;
}

export interface CsvPage<R> {
  rows: readonly R[];
  next: string | number | null;
}

/** A spreadsheet takes a file for UTF-8 only if it begins so. */
const BOM = "\uFEFF";
/** In quotes stands whatever some program could take for the end of a cell or of a line. */
const OPTIONS = { record_delimiter: "windows", quoted_match: /[;\t|\n\r']|^\s|\s$/ } as const;

const csvCell = (value: string | number, place: number): string | number =>
  typeof value === "string" ? guardFormulas(value, place === 0) : value;

/** A page of rows as a piece of a file; the first one has the titles above it. */
export function toCsv<R>(columns: readonly CsvColumn<R>[], rows: readonly R[], first: boolean): string {
  const titles = columns.map(({ title }) => title);
  const head = first ? BOM + stringify([titles], OPTIONS) : "";
  return (
    head +
    stringify(
      rows.map((row) => columns.map(({ value }, place) => csvCell(value(row), place))),
      OPTIONS,
    )
  );
}

/**
 * A file in pieces, one page of rows at a time and only when the reader asks for more: memory stays as it is, and
 * reading ends with the reader. The first page is there already, so that a refusal comes before the first byte.
 */
export function streamCsv<R>(
  columns: readonly CsvColumn<R>[],
  first: CsvPage<R>,
  more: (after: string | number) => Promise<CsvPage<R>>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: CsvPage<R>["next"] | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        if (after === null) return controller.close();
        const page = after === undefined ? first : await more(after);
        const text = toCsv(columns, page.rows, after === undefined);
        after = page.next;
        controller.enqueue(encoder.encode(text));
      },
    },
    { highWaterMark: 0 },
  );
}
