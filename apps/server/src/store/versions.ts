import type { Area } from "@callboard/domain/core/permissions";
import type { Actor } from "@callboard/domain/core/actor";
import type { ChangeType, Difference } from "@callboard/domain/core/differences";
import { pinTarget } from "@callboard/domain/history/schema";
import type { Message } from "@callboard/domain/core/message";
import { upgradeData } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import type { Instant } from "@callboard/domain/core/time";
import { type Row, single, type Stmt, stmt, parseStored } from "./database/port.ts";
import type { Query } from "./queries.ts";
import { checkedAccount } from "./checkedAccount.ts";
import { asOfOrNow } from "./scope.ts";

/** One version of a record in the log: the complete value after the change, or the deleted value. */
export interface RecordVersion {
  /** The position in the log of all accounts. */
  seq: number;
  /** The position in the account's log. */
  n: number;
  account: string;
  kind: KindName;
  id: string;
  version: number;
  event: ChangeType;
  at: Instant;
  area: Area;
  /** The log in which it was written, which determines how long the version is shown. */
  log: "history" | "activity";
  data: object;
  actor: Actor;
  action: Message;
  cause: Message | null;
  batch: string | null;
  /** The previous value, if there was one. */
  before: object | null;
  /** The differences from it, cached, because `withDisplayNames` renders everything twice. */
  differences?: Difference[];
}

export const VERSION_COLUMNS = `c.seq, c.n, c.account, c.kind, c.id, c.version, c.event, c.at, c.area, c.log, c.shape, c.data, c.actor,
  c.action, c.cause, c.batch`;
export const VERSION_COLUMNS_WITH_PREVIOUS = `${VERSION_COLUMNS}, p.shape AS old_shape, p.data AS old_data`;
/** Joins the previous value: none if the record was created, or created again after deletion. */
export const CHANGES_WITH_PREVIOUS = `changes c LEFT JOIN changes p
  ON p.account = c.account AND p.kind = c.kind AND p.id = c.id AND p.version = c.version - 1 AND p.event <> 'deleted'`;

/** For one page: the value before a version is usually another version's value, and is parsed once. */
export function versionsFromRows(rows: readonly Row[]): RecordVersion[] {
  const cache: DataCache = new Map();
  return rows.map((row) => versionFromRow(row, cache));
}

type DataCache = Map<string, { layout: string; value: object }>;

export function versionFromRow(row: Row, cache?: DataCache): RecordVersion {
  const kind = anyKind(row.kind);
  const parse = (shape: unknown, data: unknown): object => {
    const text = String(data);
    const layout = `${row.kind} ${String(shape)}`;
    const cached = cache?.get(text);
    if (cached?.layout === layout) return cached.value;
    const value = upgradeData<object>(kind, Number(shape), parseStored(text));
    cache?.set(text, { layout, value });
    return value;
  };
  return {
    seq: Number(row.seq),
    n: Number(row.n),
    account: row.account,
    kind: row.kind,
    id: row.id,
    version: Number(row.version),
    event: row.event,
    at: Number(row.at),
    area: row.area,
    log: row.log,
    data: parse(row.shape, row.data),
    actor: parseStored(row.actor),
    action: parseStored(row.action),
    cause: row.cause === null ? null : parseStored(row.cause),
    batch: row.batch,
    before: row.old_data === null || row.old_data === undefined ? null : parse(row.old_shape, row.old_data),
  };
}

/** One version, hidden or not: check `isVisible` before showing it. */
export function findVersion(kind: KindName, id: string, version: number): Query<RecordVersion | null> {
  return {
    statements: (scope) => [
      single(
        `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.kind = ? AND c.id = ? AND c.version = ?`,
        checkedAccount(scope, undefined),
        kind,
        id,
        version,
      ),
    ],
    parse: ([rows]) => (rows![0] ? versionFromRow(rows![0]) : null),
  };
}

/** The newest version of a record, deleted or not; null if it never existed. */
export function findNewestVersion(kind: KindName, id: string): Query<RecordVersion | null> {
  return {
    statements: (scope) => [
      single(
        `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.kind = ? AND c.id = ? ORDER BY c.version DESC LIMIT 1`,
        checkedAccount(scope, undefined),
        kind,
        id,
      ),
    ],
    parse: ([rows]) => (rows![0] ? versionFromRow(rows![0]) : null),
  };
}

/** The latest versions of a record, newest first, at most `limit`. */
export function findLastVersions(kind: KindName, id: string, limit: number): Query<RecordVersion[]> {
  return {
    statements: (scope) => [
      stmt(
        `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.kind = ? AND c.id = ? AND c.at <= ?
         ORDER BY c.version DESC LIMIT ?`,
        checkedAccount(scope, undefined),
        kind,
        id,
        asOfOrNow(scope),
        limit,
      ),
    ],
    parse: ([rows]) => versionsFromRows(rows!),
  };
}

/** A record's version at an instant, or null if it didn't exist then. */
export function findVersionAt(kind: KindName, id: string, at: Instant): Query<RecordVersion | null> {
  return {
    statements: (scope) => [
      single(
        `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.kind = ? AND c.id = ? AND c.at <= ?
         ORDER BY c.version DESC LIMIT 1`,
        checkedAccount(scope, undefined),
        kind,
        id,
        at,
      ),
    ],
    parse: ([rows]) => (rows![0] && rows![0].event !== "deleted" ? versionFromRow(rows![0]) : null),
  };
}

/** The pinned versions of a record. */
export function findPins(kind: KindName, id: string): Query<number[]> {
  return {
    statements: (scope) => [
      stmt(
        `SELECT json_extract(r.data, '$.version') AS version FROM keys k
         JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
         WHERE k.space = ? AND k.kind = 'pin' AND k.name = 'of' AND k.value = ?`,
        checkedAccount(scope, undefined),
        pinTarget(kind, id),
      ),
    ],
    parse: ([rows]) => rows!.map((row) => Number(row.version)),
  };
}

/** Kinds that describe an action and are not part of its result, as a list for SQL. */
export const BOOKKEEPING_KINDS_SQL = "'proposal', 'run', 'providerRequest'";

/** A batch's change to one record: the last version it made, the number of the first, and how many it made. */
export interface BatchChange {
  last: RecordVersion;
  firstVersion: number;
  versionCount: number;
}

/**
 * The records that a batch changed, last change first. `beforePosition`: a position in the account's log; only
 * records whose last change is earlier.
 */
export function findBatchChanges(batch: string, beforePosition: number | null, limit: number): Query<BatchChange[]> {
  const sameRecordSql =
    "FROM changes d WHERE d.account = c.account AND d.kind = c.kind AND d.id = c.id AND d.batch = c.batch";
  return {
    statements: (scope): Stmt[] => [
      stmt(
        `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS}, (SELECT min(d.version) ${sameRecordSql}) AS first_version, (SELECT count(*) ${sameRecordSql}) AS version_count
         FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ?1 AND c.batch = ?2 AND c.n < ?3 AND c.kind NOT IN (${BOOKKEEPING_KINDS_SQL})
         AND NOT EXISTS (SELECT 1 ${sameRecordSql} AND d.version > c.version) ORDER BY c.n DESC LIMIT ?4`,
        checkedAccount(scope, undefined),
        batch,
        beforePosition ?? Number.MAX_SAFE_INTEGER,
        limit,
      ),
    ],
    parse: ([rows]) =>
      rows!.map((row) => ({
        last: versionFromRow(row),
        firstVersion: Number(row.first_version),
        versionCount: Number(row.version_count),
      })),
  };
}
