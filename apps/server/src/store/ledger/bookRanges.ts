import type { Book } from "@callboard/domain/core/ledger";
import { MINUTE } from "@callboard/domain/core/time";
import { type Stmt, stmt } from "../database/port.ts";

/** One side of a book: what leaves it, or what comes in. */
export const BOOK_SIDES = ["from_book", "to_book"] as const;
export type BookSide = (typeof BOOK_SIDES)[number];

/** Movements from before a book's order was its order by time stand out of it by no more. */
const MAX_DISORDER = 10 * MINUTE;
export const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/**
 * The last place of a book's end that was booked before an instant, 0 where there is none. The book alone is halved until
 * it is found, by its own order: other books may have been booked by clocks that are hours away.
 */
const lastSeqBefore = (end: BookSide, book: string, at: string): string =>
  `(WITH RECURSIVE cut (place, rest) AS (
    SELECT 0, coalesce((SELECT max(seq) FROM postings WHERE ${end} = ${book}), 0) + 1
    UNION ALL SELECT place + iif(coalesce((SELECT booked_at FROM postings
        WHERE ${end} = ${book} AND seq <= place + (rest + 1) / 2 ORDER BY seq DESC LIMIT 1) < ${at}, 1), (rest + 1) / 2, 0),
      (rest + 1) / 2 FROM cut WHERE rest > 1)
    SELECT place FROM cut WHERE rest = 1)`;

/** Behind this place nothing is from before an instant. */
export const firstSafeSeqAfter = (end: BookSide, book: string, at: string): string =>
  lastSeqBefore(end, book, `${at} + ${MAX_DISORDER}`);

/** A part of a book's end: both places are left out. */
export interface BookRange {
  end: BookSide;
  book: Book;
  after: number;
  before: number;
}

/** Between which places of a book's end a period lies. What is booked outside of it is still to be left out. */
export const bookRangeStmt = (end: BookSide, book: Book, from: number, to: number): Stmt =>
  stmt(
    `SELECT ${from <= 0 ? "0" : lastSeqBefore(end, "?1", `?2 - ${MAX_DISORDER}`)} AS after,
      ${to >= LAST_INSTANT ? UNBOUNDED : `1 + ${firstSafeSeqAfter(end, "?1", "?3")}`} AS before, ?1, ?2, ?3`,
    book,
    from,
    to,
  );

/** The last instant that there is. */
export const LAST_INSTANT = 8_640_000_000_000_000;
