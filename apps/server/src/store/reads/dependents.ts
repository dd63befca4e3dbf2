import type { LimitedResource, PlanCapacity } from "@callboard/domain/plans/catalogue";
import { anyKind, type DataOf, type KindName, kindOf } from "@callboard/domain/core/records";
import type { Doc } from "@callboard/domain/core/record";
import type { Instant } from "@callboard/domain/core/time";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { countStmt } from "../search/recordCounts.ts";
import { single, stmt } from "../database/port.ts";
import { parseRecord, type Query } from "../queries.ts";
import { allRecordsStmt } from "../recordStatements.ts";
import { checkedAccount } from "../checkedAccount.ts";
import type { Scope } from "../scope.ts";

export interface Dependents<D> {
  count: number;
  /** The first few, by id. */
  firstDocs: Doc<D>[];
}

/** The number of records with a value of a declared index, and the first few of them. */
export function findDependents<K extends KindName>(
  kind: K,
  index: { name: string; value: string },
  limit: number,
): Query<Dependents<DataOf<K>>> {
  return {
    statements: (scope) => {
      // Indexes cover only the present; for the past, all records are read.
      if (scope.asOf !== undefined) return [allRecordsStmt(scope, kind)];
      const account = indexOwner(scope, kind, index.name);
      const key = [account, kind, index.name, index.value] as const;
      return [
        anyKind(kind).counts?.[index.name]
          ? countStmt(account, kind, index.name, [index.value])
          : single("SELECT count(*) AS n FROM keys WHERE space = ? AND kind = ? AND name = ? AND value = ?", ...key),
        stmt(
          `SELECT r.account, r.kind, r.id, r.version, r.shape, r.data, r.at FROM keys k
           JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
           WHERE k.space = ? AND k.kind = ? AND k.name = ? AND k.value = ? ORDER BY k.id LIMIT ?`,
          ...key,
          limit,
        ),
      ];
    },
    parse: ([counted, rows], readRecords, scope) => {
      if (scope.asOf === undefined)
        return { count: Number(counted![0]?.n ?? 0), firstDocs: rows!.map((row) => parseRecord<K>(row, readRecords)) };
      const docs = counted!.map((row) => parseRecord<K>(row, readRecords));
      const dependents = docs.filter(({ data }) => kindOf(kind).indexes?.[index.name]?.(data) === index.value);
      return { count: dependents.length, firstDocs: dependents.slice(0, limit) };
    },
  };
}

export interface KeyHolder {
  account: string;
  id: string;
}

/** The record that holds a unique value. */
export const findKeyHolder = (
  account: string,
  kind: KindName,
  key: string,
  value: string,
): Query<KeyHolder | null> => ({
  statements: (scope) => [
    single(
      "SELECT account, id FROM keys WHERE space = ? AND kind = ? AND name = ? AND value = ?",
      anyKind(kind).unique![key]!.within === "everywhere" ? "" : checkedAccount(scope, account),
      kind,
      `=${key}`,
      value,
    ),
  ],
  parse: ([rows]) => (rows![0] ? { account: String(rows![0].account), id: String(rows![0].id) } : null),
});

/** People's names, for decisions that mention them. */
export const findPersonNames = (ids: readonly string[]): Query<Map<string, string>> => ({
  statements: () => [
    stmt("SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids)),
  ],
  parse: ([rows]) => new Map(rows!.map(({ id, name }) => [String(id), String(name)])),
});

/** The first ids of a kind's records. Current records only, even with `asOf`. */
export const findFirstIds = (kind: KindName, limit: number): Query<string[]> => ({
  statements: (scope) => [
    stmt(
      "SELECT id FROM records WHERE account = ? AND kind = ? ORDER BY id LIMIT ?",
      checkedAccount(scope, undefined),
      kind,
      limit,
    ),
  ],
  parse: ([rows]) => rows!.map(({ id }) => String(id)),
});

/** The current agency's sub-accounts, by id. */
export const findSubAccounts: Query<string[]> = {
  statements: (scope) => [
    stmt(
      "SELECT id FROM keys WHERE space = account AND kind = 'account' AND name = 'agency' AND value = ? ORDER BY id",
      checkedAccount(scope, undefined),
    ),
  ],
  parse: ([rows]) => rows!.map(({ id }) => String(id)),
};

/** How many records a plan's limit counts: not frozen ones, but also open orders of numbers and open invitations. */
const liveCountSql = (kind: string) =>
  `coalesce((SELECT n FROM record_counts WHERE account = t.account AND kind = '${kind}' AND name = 'limited' AND value = 'live'), 0)`;
const USED_SQL: Record<LimitedResource, string> = {
  numbers: `${liveCountSql("number")}
    + (SELECT count(*) FROM keys WHERE space = t.account AND kind = 'providerRequest' AND name = 'payer')`,
  queues: liveCountSql("queue"),
  people: `${liveCountSql("member")}
    + (SELECT count(*) FROM keys WHERE space = t.account AND kind = 'invitation' AND name = 'expires' AND value > ?2)`,
};

/** The plan's limit and how much of it is used. If the plan sets no limit, nothing is counted. */
export const findCapacity = (resource: LimitedResource, account?: string): Query<PlanCapacity> => ({
  statements: (scope) => [
    single(
      `SELECT t.data ->> '$.planName' AS plan, t.data ->> '$.limits.${resource}' AS plan_limit,
       CASE WHEN t.data ->> '$.limits.${resource}' IS NULL OR ?2 = '' THEN 0 ELSE ${USED_SQL[resource]} END AS used
       FROM records t WHERE t.account = ?1 AND t.kind = 'terms' AND t.id = ?1`,
      checkedAccount(scope, account),
      sortableInstant(scope.now),
    ),
  ],
  parse: ([rows]) => {
    const { plan, plan_limit: limit, used } = rows![0] ?? { plan: "", plan_limit: null, used: 0 };
    return { resource, plan: String(plan), limit: limit === null ? null : Number(limit), used: Number(used) };
  },
});

/** Numbers that the account has ordered and not received yet, in E.164. */
export const findOpenOrders = (account?: string): Query<string[]> => ({
  statements: (scope) => [
    stmt(
      `SELECT r.data ->> '$.subject' AS e164 FROM keys k
       JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
       WHERE k.space = ? AND k.kind = 'providerRequest' AND k.name = 'payer' ORDER BY k.id`,
      checkedAccount(scope, account),
    ),
  ],
  parse: ([rows]) => rows!.map(({ e164 }) => String(e164)),
});

/** History versions from this period that are not pinned: those that a shorter retention would hide. */
export const countVersionsBetween = (from: Instant, to: Instant): Query<number> => ({
  statements: (scope) => [
    single(
      `SELECT count(*) AS n FROM changes c WHERE c.account = ?1 AND c.log = 'history' AND c.at > ?2 AND c.at <= ?3
       AND c.at >= coalesce((SELECT at FROM history_complete_since WHERE account = ?1), 0)
       AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.space = c.account AND k.kind = 'pin' AND k.name = 'of'
         AND k.value = c.kind || ':' || c.id AND k.id = c.kind || ':' || c.id || ':' || c.version)`,
      checkedAccount(scope, undefined),
      from,
      to,
    ),
  ],
  parse: ([rows]) => Number(rows![0]!.n),
});

const NAMES_MAX = 5;

/** Names of the first few sub-accounts that are not canceled. */
export const findActiveSubAccountNames: Query<string[]> = {
  statements: (scope) => [
    stmt(
      `SELECT a.data ->> '$.name' AS name FROM keys k
       JOIN records a ON a.account = k.account AND a.kind = 'account' AND a.id = k.id
       JOIN records l ON l.account = k.account AND l.kind = 'lifecycle' AND l.id = k.id
       WHERE k.kind = 'account' AND k.name = 'agency' AND k.value = ? AND l.data ->> '$.canceled' IS NULL
       ORDER BY name LIMIT ${NAMES_MAX}`,
      checkedAccount(scope, undefined),
    ),
  ],
  parse: ([rows]) => rows!.map(({ name }) => String(name)),
};

/** Records that follow a preset in any of these accounts, all of which the scope must include. */
export const findFollowers = <K extends "source" | "queue">(
  kind: K,
  preset: string,
  accounts: readonly string[],
): Query<Doc<DataOf<K>>[]> => ({
  statements: (scope) => [
    stmt(
      `SELECT r.account, r.kind, r.id, r.version, r.shape, r.data, r.at FROM json_each(?) a JOIN keys k ON k.space = a.value
       JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
       WHERE k.kind = ? AND k.name = 'follows' AND k.value = ? ORDER BY r.account, r.id`,
      JSON.stringify(accounts.map((account) => checkedAccount(scope, account))),
      kind,
      preset,
    ),
  ],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<K>(row, readRecords)),
});

function indexOwner(scope: Scope, kind: KindName, index: string): string {
  if (!kindOf(kind).indexes?.[index]) throw new Error(`${kind} declares no index ${index}`);
  return checkedAccount(scope, undefined);
}
