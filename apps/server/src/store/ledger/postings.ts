import { hash } from "node:crypto";
import type { Effect } from "@callboard/domain/core/effect";
import type { Actor } from "@callboard/domain/core/actor";
import { bookOwner, createsMoney, type Movement } from "@callboard/domain/core/ledger";
import { Failure } from "@callboard/domain/core/failure";
import { type Row, type Stmt, stmt } from "../database/port.ts";
import { requireRelated } from "../checkedAccount.ts";
import type { Scope } from "../scope.ts";
import type { AccountSeals } from "../seals/accountSeals.ts";
import { movementElement } from "../seals/sealSums.ts";

/** A movement's columns for display. */
export const POSTING_COLUMNS =
  "from_book, to_book, micros, currency, memo, actor, booked_at, happened_at, key, type, quantity, corrects, refund_of";

/** The columns that its digest covers, in this order. `received_at` is the time of the server that wrote it. */
const DIGEST_COLUMNS = POSTING_COLUMNS.replace("booked_at", "received_at");

/** The last movement of a book: when it was booked, and the balance after it. */
const lastPostingSql = (book: string): string =>
  `(SELECT booked_at, CASE WHEN from_book = ${book} THEN from_after ELSE to_after END AS after FROM postings WHERE seq =
    (SELECT max(seq) FROM (SELECT max(seq) AS seq FROM postings WHERE from_book = ${book}
     UNION ALL SELECT max(seq) FROM postings WHERE to_book = ${book})))`;

const lastValueSql = (column: "booked_at" | "after", book: string): string =>
  `coalesce((SELECT ${column} FROM ${lastPostingSql(book)}), 0)`;

/** A book's balance. */
export const bookBalanceSql = (book: string): string => lastValueSql("after", book);

/** Nothing is booked before the end of a statement that was already issued. */
const closedUntilSql = (account: string): string =>
  `coalesce((SELECT max(closed_until) FROM book_closings WHERE account = ${account}), 0)`;

/**
 * Booked at the server's time (?7), but never before the last movement of either book: clocks differ and may step back.
 * So a book's order by number is its order by time.
 */
const INSERT_POSTING_SQL = `INSERT INTO postings (${DIGEST_COLUMNS}, digest, booked_at, from_after, to_after)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
    max(?7, coalesce(f.booked_at, 0), coalesce(t.booked_at, 0), ${closedUntilSql("?15")}, ${closedUntilSql("?16")}),
    coalesce(f.after, 0) - ?3, coalesce(t.after, 0) + ?3
  FROM (SELECT 1) LEFT JOIN ${lastPostingSql("?1")} f LEFT JOIN ${lastPostingSql("?2")} t`;

/** Many movements between the same two books: each balance continues from the previous one. */
const INSERT_POSTINGS_SQL = `INSERT INTO postings (${DIGEST_COLUMNS}, digest, booked_at, from_after, to_after)
  SELECT ?1, ?2, p.micros, ${[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((index) => `p.value ->> ${index}`).join(", ")},
    max(?6, ${lastValueSql("booked_at", "?1")}, ${lastValueSql("booked_at", "?2")}, ${closedUntilSql("?4")}, ${closedUntilSql("?5")}),
    ${lastValueSql("after", "?1")} - p.so_far, ${lastValueSql("after", "?2")} + p.so_far
  FROM (SELECT value, value ->> 2 AS micros, key, sum(value ->> 2) OVER (ORDER BY key) AS so_far FROM json_each(?3)) p
  ORDER BY p.key`;

/** The message of the trigger that keeps balances within exact integers. */
const SUM_OVERFLOW_TEXT = "book sum out of range";
/** The message of the trigger that limits refunds to what was paid. */
const REFUND_EXCEEDED_TEXT = "refund exceeds payment";
function postingFailure(message: string): Error | undefined {
  if (message.includes(SUM_OVERFLOW_TEXT)) return new Failure("conflict", "balance.tooMuch", {});
  return message.includes(REFUND_EXCEEDED_TEXT) ? new Failure("busy", "balance.refundedMeanwhile", {}) : undefined;
}

/** Statements for a decision's movements. Only books of accounts in the scope change. */
export function planPostings(scope: Scope, effects: readonly Effect[], seals: AccountSeals): Stmt[] {
  const movements = effects.flatMap((effect) => (effect.do === "post" ? [effect.movement] : []));
  if (!mayCreateMoney(scope.actor) && movements.some(createsMoney)) throw new Error("this actor may not create money");
  const actor = JSON.stringify(scope.actor);
  return groupBySameBooks(movements).map((group) => {
    const { from, to } = group[0]!;
    requireRelated(scope, bookOwner(from));
    requireRelated(scope, bookOwner(to));
    const owners = [bookOwner(from), bookOwner(to)];
    const rows = group.map((movement) => {
      const row = rowOf(movement, actor, scope.now);
      const digest = postingDigest(row);
      const element = movementElement(seals.seal, digest);
      for (const owner of new Set(owners)) seals.add(owner, "money", element, movement.key);
      return [...row, digest];
    });
    const insertion =
      rows.length === 1
        ? stmt(INSERT_POSTING_SQL, ...rows[0]!, ...owners)
        : stmt(INSERT_POSTINGS_SQL, from, to, JSON.stringify(rows), ...owners, scope.now);
    return { ...insertion, onRefused: postingFailure };
  });
}

/** Whatever a rule decides, people and API keys only move existing money. */
const mayCreateMoney = ({ as }: Actor): boolean => as === "operator" || as === "job";

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
  movement.refundOf ?? null,
];

/** Consecutive movements between the same two books, in order. */
function groupBySameBooks(movements: readonly Movement[]): Movement[][] {
  const groups: Movement[][] = [];
  for (const movement of movements) {
    const last = groups.at(-1);
    if (last?.[0]!.from === movement.from && last[0]!.to === movement.to) last.push(movement);
    else groups.push([movement]);
  }
  return groups;
}

/** sha-256 over a movement as it was written. Its time and balances are verified by walking through its books. */
const postingDigest = (row: readonly unknown[]): string => hash("sha256", JSON.stringify(row), "base64url");

/** The digest that a stored movement must have. */
export const storedPostingDigest = (row: Row): string =>
  postingDigest(DIGEST_COLUMNS.split(", ").map((name) => row[name]));
