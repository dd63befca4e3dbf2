import type { AccountData } from "@callboard/domain/account/rules";
import type { FormerValue } from "@callboard/domain/core/formerValue";
import type { FormerForwarding } from "@callboard/domain/lifecycle/forwarding";
import type { Effect } from "@callboard/domain/core/effect";
import { isSameValue } from "@callboard/domain/core/differences";
import type { PricedTerms } from "@callboard/domain/plans/catalogue";
import { type Kind, upgradeData } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Stmt, stmt } from "./database/port.ts";
import { type Query } from "./queries.ts";
import { ownerOf } from "./owners.ts";
import { sqlEffect } from "./sqlEffect.ts";
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

/** Stores the lasting fields of a saved record if they change. */
export function formerValueStmts(
  { account, kind: name, id }: SavedRecord,
  kind: Kind,
  was: object,
  is: object,
  until: number,
): Stmt[] {
  const [before, after] = [was as Values, is as Values];
  if (!kind.lasting?.some((field) => !isSameValue(before[field], after[field]))) return [];
  if (kind.lastsUntil?.(was, is) === false) return [];
  const values = Object.fromEntries(kind.lasting.map((field) => [field, before[field]]));
  return [stmt(INSERT_FORMER_SQL, account, name, id, until, kind.shape, JSON.stringify(values))];
}

/** Former account settings that still matter for billing: its zone, and who paid for it. */
export type BillingSettings = Pick<AccountData, "zone" | "balanceFrom" | "agency">;
interface FormerKinds {
  account: BillingSettings;
  terms: PricedTerms;
}

/** Former values of an account's settings or terms that were in force after `since`. */
export const findFormerValues = <K extends keyof FormerKinds>(
  kind: K,
  since: (scope: Scope) => number,
  account?: string,
): Query<FormerValue<FormerKinds[K]>[]> => ({
  stmts: (scope) => {
    const id = ownerOf(scope, account);
    return [stmt(FORMER_SQL, id, kind, id, since(scope))];
  },
  take: ([found]) =>
    found!.map(({ until, shape, data }) => ({
      until: Number(until),
      data: upgradeData<FormerKinds[K]>(anyKind(kind), Number(shape), JSON.parse(data)),
    })),
});
const FORMER_SQL =
  "SELECT until, shape, data FROM former_values WHERE account = ? AND kind = ? AND id = ? AND until > ? ORDER BY until";

/** Former forwarding settings of numbers, by the E.164 form that a meter reports, that were in force after `since`. */
export const findFormerForwards = (e164s: readonly string[], since: number): Query<FormerForwarding[]> => ({
  stmts: (scope) => [
    stmt(
      `SELECT id, until, shape, data FROM former_values INDEXED BY former_numbers WHERE account = ? AND kind = 'number' AND until > ?
       AND data ->> '$.e164' IN (SELECT value FROM json_each(?)) ORDER BY until`,
      ownerOf(scope, undefined),
      since,
      JSON.stringify(e164s),
    ),
  ],
  take: ([found]) =>
    found!.map(({ id, until, shape, data }) => ({
      id,
      until: Number(until),
      data: upgradeData<FormerForwarding["data"]>(anyKind("number"), Number(shape), JSON.parse(data)),
    })),
});

/** A call reported late has used prepaid minutes: records how many are left. */
export const saveMinutesLeft = (
  account: string,
  { id, from, left }: { id: string; from: number; left: number },
): Effect =>
  sqlEffect(
    `UPDATE former_values SET data = json_set(data, '$.standing.left', ?) WHERE account = ? AND kind = 'number' AND id = ?
     AND data ->> '$.standing.since' = ?`,
    left,
    account,
    id,
    from,
  );
