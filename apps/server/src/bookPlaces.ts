import type { Book } from "@callboard/domain/ledger";
import { MINUTE } from "@callboard/domain/time";
import { type Stmt, stmt } from "./db.ts";

/** One side of a book: what leaves it, or what comes in. */
export const ENDS = ["from_book", "to_book"] as const;
export type End = (typeof ENDS)[number];

/** Movements from before a book's order was its order by time stand out of it by no more. */
const DISORDER = 10 * MINUTE;
export const NO_END = Number.MAX_SAFE_INTEGER;

/**
 * The last place of a book's end that was booked before an instant, 0 where there is none. The book alone is halved until
 * it is found, by its own order: other books may have been booked by clocks that are hours away.
 */
const placeBefore = (end: End, book: string, at: string): string =>
  `(WITH RECURSIVE cut (place, rest) AS (
    SELECT 0, coalesce((SELECT max(seq) FROM postings WHERE ${end} = ${book}), 0) + 1
    UNION ALL SELECT place + iif(coalesce((SELECT booked_at FROM postings
        WHERE ${end} = ${book} AND seq <= place + (rest + 1) / 2 ORDER BY seq DESC LIMIT 1) < ${at}, 1), (rest + 1) / 2, 0),
      (rest + 1) / 2 FROM cut WHERE rest > 1)
    SELECT place FROM cut WHERE rest = 1)`;

/** Behind this place nothing is from before an instant. */
export const placeBehind = (end: End, book: string, at: string): string =>
  placeBefore(end, book, `${at} + ${DISORDER}`);

/** A part of a book's end: both places are left out. */
export interface Stretch {
  end: End;
  book: Book;
  after: number;
  before: number;
}

/** Between which places of a book's end a period lies. What is booked outside of it is still to be left out. */
export const stretchStmt = (end: End, book: Book, from: number, to: number): Stmt =>
  stmt(
    `SELECT ${from <= 0 ? "0" : placeBefore(end, "?1", `?2 - ${DISORDER}`)} AS after,
      ${to >= LAST_INSTANT ? NO_END : `1 + ${placeBehind(end, "?1", "?3")}`} AS before, ?1, ?2, ?3`,
    book,
    from,
    to,
  );

/** The last instant that there is. */
export const LAST_INSTANT = 8_640_000_000_000_000;
