import { type Book, bookOwner } from "@callboard/domain/core/ledger";
import { BOOK_SIDES, firstSafeSeqAfter, type BookRange, bookRangeStmt } from "./bookRanges.ts";
import { stmt } from "../database/port.ts";
import type { Query } from "../queries.ts";
import { requireRelated } from "../owners.ts";

/**
 * For each side of these books, the range of sequence numbers that a period covers: outgoing of the first book,
 * incoming of the first book, and so on.
 */
export const bookRanges = (books: readonly Book[], from: number, to: number): Query<BookRange[]> => ({
  statements(scope) {
    for (const name of books) requireRelated(scope, bookOwner(name));
    return books.flatMap((name) => BOOK_SIDES.map((side) => bookRangeStmt(side, name, from, to)));
  },
  parse: (sets) =>
    sets.map((rows, at) => ({
      side: BOOK_SIDES[at % BOOK_SIDES.length]!,
      book: books[Math.floor(at / BOOK_SIDES.length)]!,
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
