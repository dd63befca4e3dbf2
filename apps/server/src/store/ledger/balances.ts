import { type Book, bookOwner } from "@callboard/domain/core/ledger";
import { BOOK_SIDES, firstSafeSeqAfter, type BookRange, bookRangeStmt } from "./bookRanges.ts";
import { stmt } from "../database/port.ts";
import type { Query } from "../queries.ts";
import { requireRelated } from "../checkedAccount.ts";

/**
 * For each side of these books, the range of sequence numbers that a period covers: outgoing of the first book,
 * incoming of the first book, and so on.
 */
export const bookRanges = (books: readonly Book[], from: number, to: number): Query<BookRange[]> => ({
  statements(scope) {
    for (const book of books) requireRelated(scope, bookOwner(book));
    return books.flatMap((book) => BOOK_SIDES.map((side) => bookRangeStmt(side, book, from, to)));
  },
  parse: (results) =>
    results.map((rows, index) => ({
      side: BOOK_SIDES[index % BOOK_SIDES.length]!,
      book: books[Math.floor(index / BOOK_SIDES.length)]!,
      after: Number(rows[0]!.after),
      before: Number(rows[0]!.before),
    })),
});

/** A book's balance in micros. */
export function bookBalance(book: Book): Query<number> {
  return {
    statements: (scope) => {
      requireRelated(scope, bookOwner(book));
      const { asOf } = scope;
      return BOOK_SIDES.map((side) => {
        // `+ 1` because a movement booked at the instant itself counts.
        const upTo =
          asOf === undefined ? "" : `AND booked_at <= ?2 AND seq <= ${firstSafeSeqAfter(side, "?1", "?2 + 1")}`;
        const balanceColumn = side === "from_book" ? "from_after" : "to_after";
        return stmt(
          `SELECT seq, ${balanceColumn} AS after FROM postings WHERE ${side} = ?1 ${upTo} ORDER BY seq DESC LIMIT 1`,
          ...(asOf === undefined ? [book] : [book, asOf]),
        );
      });
    },
    parse: ([outgoing, incoming]) => {
      const latest = [...outgoing!, ...incoming!].sort((a, b) => b.seq - a.seq)[0];
      return latest ? Number(latest.after) : 0;
    },
  };
}
