import { hash } from "node:crypto";
import type { Effect } from "@callboard/domain/decision";
import type { Actor } from "@callboard/domain/actor";
import { bookOwner, comesOutOfNothing, type Movement } from "@callboard/domain/ledger";
import { type Stmt, stmt } from "./db.ts";
import { proved } from "./needs.ts";
import type { Scope } from "./scope.ts";

/** The sum standing in a book before this movement, worked out where it is written. */
export const standing = (book: string): string =>
  `coalesce((SELECT CASE WHEN from_book = ${book} THEN from_after ELSE to_after END FROM postings WHERE seq =
    (SELECT max(seq) FROM (SELECT max(seq) AS seq FROM postings WHERE from_book = ${book}
     UNION ALL SELECT max(seq) FROM postings WHERE to_book = ${book}))), 0)`;

/** A movement's columns as they are proved by its digest, in this order. */
export const POSTED =
  "from_book, to_book, micros, currency, memo, actor, booked_at, happened_at, key, type, quantity, corrects";
/** So many of them did the digest of the first movements speak of. */
const POSTED_ONCE = 9;

const INSERT = `INSERT INTO postings (${POSTED}, digest, from_after, to_after)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ${standing("?1")} - ?3, ${standing("?2")} + ?3)`;

/** Many movements between the same two books: the sums run on from one to the next. */
const INSERT_MANY = `INSERT INTO postings (${POSTED}, digest, from_after, to_after)
  SELECT ?1, ?2, p.micros, ${[3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((at) => `p.value ->> ${at}`).join(", ")},
    (SELECT ${standing("?1")}) - p.so_far, (SELECT ${standing("?2")}) + p.so_far
  FROM (SELECT value, value ->> 2 AS micros, key, sum(value ->> 2) OVER (ORDER BY key) AS so_far FROM json_each(?3)) p
  ORDER BY p.key`;

/** The money of a decision. Only books of proved owners move. */
export function planPostings(scope: Scope, effects: readonly Effect[]): Stmt[] {
  const movements = effects.flatMap((effect) => (effect.do === "post" ? [effect.movement] : []));
  if (!makesMoney(scope.actor) && movements.some(comesOutOfNothing))
    throw new Error("money was to come out of nothing, by somebody who makes none");
  const actor = JSON.stringify(scope.actor);
  return alike(movements).map((group) => {
    const { from, to } = group[0]!;
    proved(scope, bookOwner(from));
    proved(scope, bookOwner(to));
    const rows = group.map((movement) => {
      const row = rowOf(movement, actor, scope.now);
      return [...row, postingDigest(row)];
    });
    return rows.length === 1 ? stmt(INSERT, ...rows[0]!) : stmt(INSERT_MANY, from, to, JSON.stringify(rows));
  });
}

/** Whatever a rule decides: people in an account only move money that is there. */
const makesMoney = ({ as }: Actor): boolean => as === "operator" || as === "job";

const rowOf = (movement: Movement, actor: string, now: number): (string | number | null)[] => [
  movement.from,
  movement.to,
  movement.micros,
  movement.currency,
  JSON.stringify(movement.memo),
  actor,
  now,
  movement.happenedAt,
  movement.key,
  movement.type,
  movement.quantity ?? null,
  movement.corrects ?? null,
];

/** Runs of movements between the same two books, in their order. */
function alike(movements: readonly Movement[]): Movement[][] {
  const groups: Movement[][] = [];
  for (const movement of movements) {
    const last = groups.at(-1);
    if (last?.[0]!.from === movement.from && last[0]!.to === movement.to) last.push(movement);
    else groups.push([movement]);
  }
  return groups;
}

/** sha-256 over a movement as it was booked. The sums behind it are proved by adding up. */
export const postingDigest = (row: readonly unknown[]): string => hash("sha256", JSON.stringify(row), "base64url");

/** As it was booked before movements had a type. */
export const firstPostingDigest = (row: readonly unknown[]): string => postingDigest(row.slice(0, POSTED_ONCE));
