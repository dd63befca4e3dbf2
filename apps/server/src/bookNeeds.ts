import { type Book, bookOwner } from "@callboard/domain/ledger";
import { ENDS, placeBehind, type Stretch, stretchStmt } from "./bookPlaces.ts";
import { stmt } from "./db.ts";
import type { Need } from "./needs.ts";
import { proved } from "./owners.ts";

/** Between which places of each end of these books a period lies: what leaves the first, what comes into it, and so on. */
export const stretchesOf = (books: readonly Book[], from: number, to: number): Need<Stretch[]> => ({
  stmts(scope) {
    for (const name of books) proved(scope, bookOwner(name));
    return books.flatMap((name) => ENDS.map((end) => stretchStmt(end, name, from, to)));
  },
  take: (sets) =>
    sets.map((rows, at) => ({
      end: ENDS[at % ENDS.length]!,
      book: books[Math.floor(at / ENDS.length)]!,
      after: Number(rows[0]!.after),
      before: Number(rows[0]!.before),
    })),
});

/** The sum standing in a book, in micros. */
export function balance(book: Book): Need<number> {
  return {
    stmts: (scope) => {
      proved(scope, bookOwner(book));
      const { asOf } = scope;
      return ENDS.map((end) => {
        const upTo = asOf === undefined ? "" : `AND booked_at <= ?2 AND seq <= ${placeBehind(end, "?1", "?2 + 1")}`;
        const after = end === "from_book" ? "from_after" : "to_after";
        return stmt(
          `SELECT seq, ${after} AS after FROM postings WHERE ${end} = ?1 ${upTo} ORDER BY seq DESC LIMIT 1`,
          ...(asOf === undefined ? [book] : [book, asOf]),
        );
      });
    },
    take: ([out, into]) => {
      const latest = [...out!, ...into!].sort((a, b) => b.seq - a.seq)[0];
      return latest ? Number(latest.after) : 0;
    },
  };
}
