import { hash } from "node:crypto";
import type { Effect } from "@callboard/domain/decision";
import { bookOwner } from "@callboard/domain/ledger";
import { type Stmt, stmt } from "./db.ts";
import { proved } from "./needs.ts";
import type { Scope } from "./scope.ts";

/** The sum standing in a book before this movement, worked out where it is written. */
const standing = (book: string): string =>
  `coalesce((SELECT CASE WHEN from_book = ${book} THEN from_after ELSE to_after END FROM postings WHERE seq =
    (SELECT max(seq) FROM (SELECT max(seq) AS seq FROM postings WHERE from_book = ${book}
     UNION ALL SELECT max(seq) FROM postings WHERE to_book = ${book}))), 0)`;

const INSERT = `INSERT INTO postings (from_book, to_book, micros, currency, memo, actor, booked_at, happened_at, key, digest, from_after, to_after)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ${standing("?1")} - ?3, ${standing("?2")} + ?3)`;

/** The money of a decision. Only books of proved owners move. */
export function planPostings(scope: Scope, effects: readonly Effect[]): Stmt[] {
  return effects.flatMap((effect) => {
    if (effect.do !== "post") return [];
    const { from, to, micros, currency, memo, happenedAt, key } = effect.movement;
    proved(scope, bookOwner(from));
    proved(scope, bookOwner(to));
    const actor = JSON.stringify(scope.actor);
    const row = [from, to, micros, currency, JSON.stringify(memo), actor, scope.now, happenedAt, key];
    return [stmt(INSERT, ...row, postingDigest(row))];
  });
}

/** sha-256 over a movement as it was booked. The sums behind it are proved by adding up. */
export const postingDigest = (row: readonly unknown[]): string => hash("sha256", JSON.stringify(row), "base64url");
