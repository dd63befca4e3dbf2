import { stmt } from "../database/port.ts";
import { book } from "@callboard/domain/core/ledger";
import { MICROS_PER_CENT } from "@callboard/domain/core/money";
import type { ProviderRequestData } from "@callboard/domain/core/provider-request/providerRequest";
import type { Doc } from "@callboard/domain/core/record";
import { parseRecord, type Query } from "../queries.ts";
import { checkedAccount } from "../checkedAccount.ts";
import { bookBalance } from "../ledger/balances.ts";

/** The account that owns this number, across the whole platform. Never shown to anybody. */
export const findNumberOwner = (e164: string): Query<string | null> => ({
  statements: () => [
    stmt("SELECT account FROM keys WHERE space = '' AND kind = 'number' AND name = '=e164' AND value = ?", e164),
  ],
  parse: ([rows]) => rows![0]?.account ?? null,
});

/** The account with an open order for this number, the current account first. Never shown to anybody. */
export const findOrderingAccount = (e164: string): Query<string | null> => ({
  statements: (scope) => [
    stmt(
      `SELECT account FROM keys WHERE kind = 'providerRequest' AND name = 'open' AND value = ?
       ORDER BY account <> ? LIMIT 1`,
      e164,
      scope.account,
    ),
  ],
  parse: ([rows]) => rows![0]?.account ?? null,
});

/** Open charges and refunds of the current account's cards. */
export const findOpenCharges: Query<Doc<ProviderRequestData>[]> = {
  statements: (scope) => [
    stmt(
      `SELECT r.account, r.kind, r.id, r.version, r.shape, r.data, r.at FROM keys k
       JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
       WHERE k.space = ? AND k.kind = 'charge' AND k.name = 'open' ORDER BY r.id`,
      checkedAccount(scope, undefined),
    ),
  ],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<"charge">(row, readRecords)),
};

const RESERVED_SQL = `SELECT coalesce(sum(micros), 0) AS micros FROM (
  SELECT r.data ->> '$.input.feeMicros' AS micros FROM keys k
  JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.kind = 'providerRequest' AND k.name = 'payer' AND k.value = ?1
  UNION ALL
  SELECT (r.data ->> '$.input.cents') * ${MICROS_PER_CENT} FROM keys k
  JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.space = ?1 AND k.kind = 'charge' AND k.name = 'open' AND r.data ->> '$.type' = 'refund card')`;

/**
 * The amount that this payer can spend now, in micros. Pending provider requests count as spent: the first months of
 * numbers ordered at its expense, and refunds.
 */
export function spendableBalance(payer: string): Query<number> {
  const balance = bookBalance(book(payer, "balance"));
  const reserved = reservedAmount(payer);
  return {
    statements: (scope) => [...balance.statements(scope), ...reserved.statements(scope)],
    parse: (results, readRecords, scope) =>
      balance.parse(results.slice(0, -1), readRecords, scope) - reserved.parse(results.slice(-1), readRecords, scope),
  };
}

/** What this payer's pending provider requests will cost, in micros. */
export const reservedAmount = (payer: string): Query<number> => ({
  statements: (scope) => [stmt(RESERVED_SQL, checkedAccount(scope, payer))],
  parse: ([rows]) => Number(rows![0]!.micros),
});
