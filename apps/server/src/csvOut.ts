import { guarded } from "@callboard/domain/spreadsheet";
import { stringify } from "csv-stringify/sync";

/** A column of a file. Texts are made safe for spreadsheets; numbers and dates are left alone. */
export interface Column<R> {
  title: string;
  value: (row: R) => string | number;
}

export interface Rows<R> {
  rows: readonly R[];
  next: string | number | null;
}

/** A spreadsheet takes a file for UTF-8 only if it begins so. */
const MARK = "\uFEFF";
/** In quotes stands whatever some program could take for the end of a cell or of a line. */
const OPTIONS = { record_delimiter: "windows", quoted_match: /[;\t|\n\r']|^\s|\s$/ } as const;

const cellOf = (value: string | number, place: number): string | number =>
  typeof value === "string" ? guarded(value, place === 0) : value;

/** A page of rows as a piece of a file; the first one has the titles above it. */
export function csvText<R>(columns: readonly Column<R>[], rows: readonly R[], first: boolean): string {
  const titles = columns.map(({ title }) => title);
  const head = first ? MARK + stringify([titles], OPTIONS) : "";
  return (
    head +
    stringify(
      rows.map((row) => columns.map(({ value }, place) => cellOf(value(row), place))),
      OPTIONS,
    )
  );
}

/**
 * A file in pieces, one page of rows at a time and only when the reader asks for more: memory stays as it is, and
 * reading ends with the reader. The first page is there already, so that a refusal comes before the first byte.
 */
export function csvStream<R>(
  columns: readonly Column<R>[],
  first: Rows<R>,
  more: (after: string | number) => Promise<Rows<R>>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: Rows<R>["next"] | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        if (after === null) return controller.close();
        const page = after === undefined ? first : await more(after);
        const text = csvText(columns, page.rows, after === undefined);
        after = page.next;
        controller.enqueue(encoder.encode(text));
      },
    },
    { highWaterMark: 0 },
  );
}
