import type { AccountData } from "@callboard/domain/account/rules";
import type { FormerValue } from "@callboard/domain/core/formerValue";
import type { FormerForwarding } from "@callboard/domain/lifecycle/forwarding";
import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import { isSameValue } from "@callboard/domain/core/differences";
import type { PricedTerms } from "@callboard/domain/plans/catalogue";
import { type Kind, upgradeData } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Stmt, stmt } from "./database/port.ts";
import { type Query } from "./queries.ts";
import { checkedAccount } from "./checkedAccount.ts";
import { defineRowEffect } from "./rowEffects.ts";
import type { Scope } from "./scope.ts";

type Values = Record<string, unknown>;

interface SavedRecord {
  account: string;
  kind: KindName;
  id: string;
}

// Servers' clocks differ: a value never ends before its predecessor.
const INSERT_FORMER_SQL = `INSERT INTO former_values (account, kind, id, until, shape, data)
  SELECT ?1, ?2, ?3, max(?4, coalesce((SELECT max(until) FROM former_values WHERE account = ?1 AND kind = ?2 AND id = ?3), 0)), ?5, ?6
  WHERE true ON CONFLICT DO NOTHING`;

/**
 * Stores the old values of a saved record's `retainedFields`, which are needed later to bill the past, if one changed.
 */
export function formerValueStmts(
  { account, kind: name, id }: SavedRecord,
  kind: Kind,
  before: object,
  after: object,
  until: number,
): Stmt[] {
  const [oldValues, newValues] = [before as Values, after as Values];
  if (!kind.retainedFields?.some((field) => !isSameValue(oldValues[field], newValues[field]))) return [];
  if (kind.shouldRetain?.(before, after) === false) return [];
  const values = Object.fromEntries(kind.retainedFields.map((field) => [field, oldValues[field]]));
  return [stmt(INSERT_FORMER_SQL, account, name, id, until, kind.shape, JSON.stringify(values))];
}

/** Former account settings that still matter for billing: its zone, and who paid for it. */
export type BillingSettings = Pick<AccountData, "zone" | "balanceFrom" | "agency">;
interface FormerKinds {
  account: BillingSettings;
  terms: PricedTerms;
}

/** The `since` of `findFormerValues` that selects all there ever were. */
export const sinceTheBeginning = (): number => 0;

/** Former values of an account's settings or terms that were in force after `since`. */
export const findFormerValues = <K extends keyof FormerKinds>(
  kind: K,
  since: (scope: Scope) => number,
  account?: string,
): Query<FormerValue<FormerKinds[K]>[]> => ({
  statements: (scope) => {
    const id = checkedAccount(scope, account);
    return [stmt(FORMER_SQL, id, kind, id, since(scope))];
  },
  parse: ([rows]) =>
    rows!.map(({ until, shape, data }) => ({
      until: Number(until),
      data: upgradeData<FormerKinds[K]>(anyKind(kind), Number(shape), JSON.parse(data)),
    })),
});
const FORMER_SQL =
  "SELECT until, shape, data FROM former_values WHERE account = ? AND kind = ? AND id = ? AND until > ? ORDER BY until";

/** Former forwarding settings of numbers, by the E.164 form that a meter reports, that were in force after `since`. */
export const findFormerForwards = (e164s: readonly string[], since: number): Query<FormerForwarding[]> => ({
  statements: (scope) => [
    stmt(
      `SELECT id, until, shape, data FROM former_values INDEXED BY former_values_by_number WHERE account = ? AND kind = 'number' AND until > ?
       AND data ->> '$.e164' IN (SELECT value FROM json_each(?)) ORDER BY until`,
      checkedAccount(scope, undefined),
      since,
      JSON.stringify(e164s),
    ),
  ],
  parse: ([rows]) =>
    rows!.map(({ id, until, shape, data }) => ({
      id,
      until: Number(until),
      data: upgradeData<FormerForwarding["data"]>(anyKind("number"), Number(shape), JSON.parse(data)),
    })),
});

const minutesLeftEffect = defineRowEffect(
  "save minutes left",
  ({ account }: AccountOwner, { id, from, left }: { id: string; from: number; left: number }) =>
    stmt(
      `UPDATE former_values SET data = json_set(data, '$.state.remaining', ?) WHERE account = ? AND kind = 'number' AND id = ?
       AND data ->> '$.state.since' = ?`,
      left,
      account,
      id,
      from,
    ),
);
export const formerValueEffects = [minutesLeftEffect];

/**
 * A phone call reported after the forwarding of number `id` ended has used prepaid minutes: saves how many were `left`.
 * `from`: when that forwarding began.
 */
export const saveMinutesLeft = (
  account: string,
  { id, from, left }: { id: string; from: number; left: number },
): Effect => minutesLeftEffect.of({ account }, { id, from, left });
