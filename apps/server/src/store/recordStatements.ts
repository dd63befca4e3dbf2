import { type KindName, kindOf } from "@callboard/domain/core/records";
import { single, type Stmt, stmt } from "./database/port.ts";
import { checkedAccount } from "./checkedAccount.ts";
import type { Scope } from "./scope.ts";

const COLUMNS = "account, kind, id, version, shape, data, at";

/** A value of an index that a kind declares. */
export interface IndexValue {
  name: string;
  value: string;
}

/** Omits the columns that the caller knows, because converting a row from SQLite takes time for each of its columns. */
export function recordStmt(scope: Scope, kind: KindName, id: string, account?: string): Stmt {
  const owner = checkedAccount(scope, account);
  if (scope.asOf === undefined)
    return single(
      "SELECT version, shape, data, at FROM records WHERE account = ? AND kind = ? AND id = ?",
      owner,
      kind,
      id,
    );
  return single(
    `SELECT version, shape, data, at FROM (SELECT version, shape, data, at, event FROM changes WHERE account = ? AND kind = ? AND id = ? AND at <= ?
     ORDER BY version DESC LIMIT 1) WHERE event <> 'deleted'`,
    owner,
    kind,
    id,
    scope.asOf,
  );
}

export function allRecordsStmt(scope: Scope, kind: KindName, account?: string): Stmt {
  const owner = checkedAccount(scope, account);
  if (scope.asOf === undefined)
    return stmt(`SELECT ${COLUMNS} FROM records WHERE account = ? AND kind = ? ORDER BY id`, owner, kind);
  return stmt(
    `SELECT ${COLUMNS} FROM changes c WHERE account = ?1 AND kind = ?2 AND event <> 'deleted' AND version =
     (SELECT max(version) FROM changes WHERE account = ?1 AND kind = ?2 AND id = c.id AND at <= ?3) ORDER BY id`,
    owner,
    kind,
    scope.asOf,
  );
}

export function indexStmt(
  scope: Scope,
  kind: KindName,
  index: IndexValue,
  account?: string,
  indexKind: KindName = kind,
): Stmt {
  if (!kindOf(indexKind).indexes?.[index.name]) throw new Error(`${indexKind} declares no index ${index.name}`);
  return stmt(
    `SELECT r.account, r.kind, r.id, r.version, r.shape, r.data, r.at FROM keys k
     JOIN records r ON r.account = k.account AND r.kind = ?1 AND r.id = k.id
     WHERE k.space = ?2 AND k.kind = ?3 AND k.name = ?4 AND k.value = ?5 ORDER BY r.id`,
    kind,
    checkedAccount(scope, account),
    indexKind,
    index.name,
    index.value,
  );
}

/**
 * One statement for any number of ids: separate variables would hit the limit, and each count would need a statement
 * text of its own. `fixedValue`: the account, or the id, that all the records share.
 */
export function recordsByStmt(
  scope: Scope,
  kind: KindName,
  by: "account" | "id",
  fixedValue: string,
  values: readonly string[],
): Stmt {
  const condition = (table: string) =>
    `${table}.kind = ?2 AND ${by === "id" ? `${table}.account = ?1 AND ${table}.id` : `${table}.id = ?1 AND ${table}.account`} = j.value`;
  const list = JSON.stringify(values);
  if (scope.asOf === undefined)
    return stmt(
      `SELECT j.value AS ${by}, r.version, r.shape, r.data, r.at FROM json_each(?3) j
       CROSS JOIN records r ON ${condition("r")} ORDER BY j.key`,
      fixedValue,
      kind,
      list,
    );
  return stmt(
    `SELECT j.value AS ${by}, c.version, c.shape, c.data, c.at FROM json_each(?3) j
     CROSS JOIN changes c ON ${condition("c")} AND c.event <> 'deleted'
     AND c.version = (SELECT max(version) FROM changes d WHERE ${condition("d")} AND d.at <= ?4) ORDER BY j.key`,
    fixedValue,
    kind,
    list,
    scope.asOf,
  );
}

/** A page of a kind's records, by id. */
export const recordsAfterStmt = (account: string, kind: KindName, after: string, limit: number): Stmt =>
  stmt(
    "SELECT id, version, at, shape, data FROM records WHERE account = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?",
    account,
    kind,
    after,
    limit,
  );
