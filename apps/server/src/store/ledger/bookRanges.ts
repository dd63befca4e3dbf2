import type { Book } from "@callboard/domain/core/ledger";
import { MINUTE } from "@callboard/domain/core/time";
import { type Stmt, stmt } from "../database/port.ts";

/** One side of a book: outgoing or incoming movements. */
export const BOOK_SIDES = ["from_book", "to_book"] as const;
export type BookSide = (typeof BOOK_SIDES)[number];

/** Older movements may be out of time order by at most this much. */
const MAX_DISORDER = 10 * MINUTE;
/** A bound after every sequence number. */
export const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/**
 * The sequence number of the last movement on a book's side that was booked before an instant, 0 if there is none. A
 * binary search over that book alone, because other books may have been booked by clocks that are hours off. `place`: a
 * number that is known to come before; `rest`: how many numbers after it are still to search.
 */
const lastSeqBefore = (side: BookSide, book: string, at: string): string =>
  `(WITH RECURSIVE cut (place, rest) AS (
    SELECT 0, coalesce((SELECT max(seq) FROM postings WHERE ${side} = ${book}), 0) + 1
    UNION ALL SELECT place + iif(coalesce((SELECT booked_at FROM postings
        WHERE ${side} = ${book} AND seq <= place + (rest + 1) / 2 ORDER BY seq DESC LIMIT 1) < ${at}, 1), (rest + 1) / 2, 0),
      (rest + 1) / 2 FROM cut WHERE rest > 1)
    SELECT place FROM cut WHERE rest = 1)`;

/** SQL for a sequence number after which no movement was booked before the instant. */
export const firstSafeSeqAfter = (side: BookSide, book: string, at: string): string =>
  lastSeqBefore(side, book, `${at} + ${MAX_DISORDER}`);

/** A range of a book's side, both bounds exclusive. */
export interface BookRange {
  side: BookSide;
  book: Book;
  after: number;
  before: number;
}

/**
 * The range of sequence numbers that a period covers on a book's side. It may contain some movements outside the
 * period: filter them out. ?1 to ?3 are selected only because SQLite rejects arguments that a statement doesn't use.
 */
export const bookRangeStmt = (side: BookSide, book: Book, from: number, to: number): Stmt =>
  stmt(
    `SELECT ${from <= 0 ? "0" : lastSeqBefore(side, "?1", `?2 - ${MAX_DISORDER}`)} AS after,
      ${to >= LAST_INSTANT ? UNBOUNDED : `1 + ${firstSafeSeqAfter(side, "?1", "?3")}`} AS before, ?1, ?2, ?3`,
    book,
    from,
    to,
  );

/** The latest time that a JavaScript Date can hold. */
export const LAST_INSTANT = 8_640_000_000_000_000;
