import { hash } from "node:crypto";
import type { Effect } from "@callboard/domain/core/effect";
import type { Actor } from "@callboard/domain/core/actor";
import { bookOwner, createsMoney, type Movement } from "@callboard/domain/core/ledger";
import { Failure } from "@callboard/domain/core/failure";
import { type Row, type Stmt, stmt } from "../database/port.ts";
import { requireRelated } from "../owners.ts";
import type { Scope } from "../scope.ts";
import type { AccountSeals } from "../seals/accountSeals.ts";
import { movementElement } from "../seals/sealSums.ts";

/** A movement's columns for display. */
export const POSTING_COLUMNS =
  "from_book, to_book, micros, currency, memo, actor, booked_at, happened_at, key, type, quantity, corrects, gives_back";

/** The columns that its digest covers, in this order. `came_at` is the time of the server that wrote it. */
const DIGEST_COLUMNS = POSTING_COLUMNS.replace("booked_at", "came_at");
/** The number of these columns in the oldest digests. */
const DIGEST_COLUMNS_V1 = 9;
/** The number of columns before movements named what they refund. */
const DIGEST_COLUMNS_V2 = 12;

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
  `coalesce((SELECT max(until) FROM statement_seals WHERE account = ${account}), 0)`;

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
  SELECT ?1, ?2, p.micros, ${[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((at) => `p.value ->> ${at}`).join(", ")},
    max(?6, ${lastValueSql("booked_at", "?1")}, ${lastValueSql("booked_at", "?2")}, ${closedUntilSql("?4")}, ${closedUntilSql("?5")}),
    ${lastValueSql("after", "?1")} - p.so_far, ${lastValueSql("after", "?2")} + p.so_far
  FROM (SELECT value, value ->> 2 AS micros, key, sum(value ->> 2) OVER (ORDER BY key) AS so_far FROM json_each(?3)) p
  ORDER BY p.key`;

/** The message of the trigger that keeps balances within exact integers. */
const SUM_OVERFLOW_TEXT = "a book beyond exact sums";
/** The message of the trigger that limits refunds to what was paid. */
const REVERSAL_EXCEEDED_TEXT = "more given back than was paid";
function refusedPosting(why: string): Error | undefined {
  if (why.includes(SUM_OVERFLOW_TEXT)) return new Failure("conflict", "balance.tooMuch", {});
  return why.includes(REVERSAL_EXCEEDED_TEXT) ? new Failure("busy", "balance.givenBackMeanwhile", {}) : undefined;
}

/** Statements for a decision's movements. Only books of proven owners change. */
export function planPostings(scope: Scope, effects: readonly Effect[], sealing: AccountSeals): Stmt[] {
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
      const element = movementElement(sealing.seal, digest);
      for (const owner of new Set(owners)) sealing.add(owner, "money", element, movement.key);
      return [...row, digest];
    });
    const written =
      rows.length === 1
        ? stmt(INSERT_POSTING_SQL, ...rows[0]!, ...owners)
        : stmt(INSERT_POSTINGS_SQL, from, to, JSON.stringify(rows), ...owners, scope.now);
    return { ...written, taken: refusedPosting };
  });
}

/** Whatever a rule decides, people in an account only move existing money. */
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
  movement.givesBack ?? null,
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

/** The digest of a stored movement over all current columns, even if its own digest covers fewer. */
export const storedPostingDigest = (row: Row): string =>
  postingDigest(DIGEST_COLUMNS.split(", ").map((name) => row[name]));

/** The first sequence number for each version of the digest. */
export interface DigestEras {
  digest: number;
  type: number;
  came: number;
  back: number;
}

/** A stored movement's digest in the version of its time; null if it is older than digests. */
export function digestOf(row: Row, from: DigestEras): string | null {
  const seq = Number(row["seq"]);
  if (seq < from.digest) return null;
  const columns = (seq < from.came ? POSTING_COLUMNS : DIGEST_COLUMNS).split(", ");
  const values = columns.map((name) => row[name]);
  const spoken = seq < from.type ? DIGEST_COLUMNS_V1 : seq < from.back ? DIGEST_COLUMNS_V2 : undefined;
  return postingDigest(values.slice(0, spoken));
}
