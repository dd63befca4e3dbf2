import { stmt } from "../db.ts";
import { type Need, ownerOf } from "../needs.ts";

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

/** First months of what is ordered at this payer's expense and not yet paid, in micros. */
export const underWay = (payer: string): Need<number> => ({
  stmts: (scope) => [
    stmt(
      `SELECT coalesce(sum(r.data ->> '$.input.feeMicros'), 0) AS micros FROM keys k
       JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
       WHERE k.kind = 'errand' AND k.name = 'payer' AND k.value = ?`,
      ownerOf(scope, payer),
    ),
  ],
  take: ([rows]) => Number(rows![0]!.micros),
});
