import { stmt } from "../db.ts";
import { book } from "@callboard/domain/ledger";
import { MICROS_PER_CENT } from "@callboard/domain/recharge";
import type { ErrandData } from "@callboard/domain/errands";
import type { Doc } from "@callboard/domain/record";
import { docOf, type Need } from "../needs.ts";
import { ownerOf } from "../owners.ts";
import { balance } from "../bookNeeds.ts";

/** The account that has this number in its list, in all of Callboard. Never to be shown. */
export const numberOwner = (e164: string): Need<string | null> => ({
  stmts: () => [
    stmt("SELECT account FROM keys WHERE space = '' AND kind = 'number' AND name = '=e164' AND value = ?", e164),
  ],
  take: ([rows]) => rows![0]?.account ?? null,
});

/** The account with an open order about this number, the one at hand before others. Never to be shown. */
export const orderer = (e164: string): Need<string | null> => ({
  stmts: (scope) => [
    stmt(
      `SELECT account FROM keys WHERE kind = 'errand' AND name = 'open' AND value = ?
       ORDER BY account <> ? LIMIT 1`,
      e164,
      scope.account,
    ),
  ],
  take: ([rows]) => rows![0]?.account ?? null,
});

/** Cards of the account at hand that are being charged or paid back right now. */
export const openCharges: Need<Doc<ErrandData>[]> = {
  stmts: (scope) => [
    stmt(
      `SELECT r.account, r.kind, r.id, r.version, r.shape, r.data, r.at FROM keys k
       JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
       WHERE k.space = ? AND k.kind = 'charge' AND k.name = 'open' ORDER BY r.id`,
      ownerOf(scope, undefined),
    ),
  ],
  take: ([rows], seen) => rows!.map((row) => docOf<"charge">(row, seen)),
};

const UNDER_WAY = `SELECT coalesce(sum(micros), 0) AS micros FROM (
  SELECT r.data ->> '$.input.feeMicros' AS micros FROM keys k
  JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.kind = 'errand' AND k.name = 'payer' AND k.value = ?1
  UNION ALL
  SELECT (r.data ->> '$.input.cents') * ${MICROS_PER_CENT} FROM keys k
  JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.space = ?1 AND k.kind = 'charge' AND k.name = 'open' AND r.data ->> '$.what' = 'refund card')`;

/**
 * What can be spent from this payer's balance now, in micros. What is asked for outside and not yet answered counts as
 * spent: first months of numbers that are ordered at its expense, and refunds.
 */
export function spendable(payer: string): Need<number> {
  const stands = balance(book(payer, "balance"));
  return {
    stmts: (scope) => [...stands.stmts(scope), stmt(UNDER_WAY, ownerOf(scope, payer))],
    take: (sets, seen, scope) => stands.take(sets.slice(0, -1), seen, scope) - Number(sets.at(-1)![0]!.micros),
  };
}
