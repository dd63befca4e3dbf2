import type { KindName } from "@callboard/domain/core/records";
import type { SqlValue } from "../../../store/database/port.ts";
import type { Visibility } from "../../../store/visibility.ts";
import type { Scope } from "../../../store/scope.ts";
import { ALL_KINDS, readersCondition } from "../../../store/readPermissions.ts";
import { isHistory, visibleKinds } from "../../../store/reads/ownVisibility.ts";
import type { ChangesFilter } from "../types.ts";

/**
 * One scan of the log, the newest first. `where` is covered by an index, `tests` are checked row by row. A `sparse`
 * scan may match few rows, so a page covers only a part of the log.
 */
export interface LogScan {
  from: string;
  where: SqlPart;
  /** The filters that the index covers; the others become tests. */
  handledFilters: readonly FilterName[];
  tests: readonly SqlPart[];
  sparse: boolean;
  /** The column to sort by: the position in the log, or one with the same order. */
  order: "c.n" | "a.n" | "c.version";
  /** Pinned versions lie below the end of the visible history. */
  pinned?: true;
}

interface SqlPart {
  sql: string;
  args: readonly SqlValue[];
}

const sqlPart = (sql: string, ...args: SqlValue[]): SqlPart => ({ sql, args });

/** The period is tested by each scan; each scan is made for one log, and for changes about somebody or for all. */
type FilterName = Exclude<keyof ChangesFilter, "from" | "to" | "log" | "about">;

/** The `+` before a column keeps the database from using another index than the one with the order. */
const FILTER_CONDITIONS: Record<FilterName, (value: string) => SqlPart> = {
  kind: (kind) => sqlPart("+c.kind = ?", kind),
  id: (id) => sqlPart("+c.id = ?", id),
  person: (person) => sqlPart("+c.person = ?", person),
  event: (event) => sqlPart("+c.event = ?", event),
  batch: (batch) => sqlPart("+c.batch = ?", batch),
  cause: (text) => (text === "" ? sqlPart("1") : sqlPart("c.cause IS NOT NULL")),
};

const FILTER_NAMES = Object.keys(FILTER_CONDITIONS) as FilterName[];

/**
 * The scans that together find everything that the reader asks for and may read. `byOthersOnly`: only what other
 * people did.
 */
export function planScans(
  scope: Scope,
  visibility: Visibility,
  filter: ChangesFilter,
  byOthersOnly: boolean,
): LogScan[] {
  const readable = visibleKinds(visibility).filter((kind) => filter.kind === undefined || filter.kind === kind);
  const scans = readable.length === 0 ? [] : logScans(scope, visibility, filter, readable);
  const authorConditions = byOthersOnly ? [sqlPart("c.person IS NOT ?", scope.actor.id)] : [];
  const aboutReader = () =>
    affectedPersonScans(scope, visibility, filter, byOthersOnly).map((scan) => applyFilters(scan, filter, []));
  if (filter.about === "me") return aboutReader();
  const seesAllKinds = visibleKinds(visibility).length === ALL_KINDS.length;
  return [...scans.map((scan) => applyFilters(scan, filter, authorConditions)), ...(seesAllKinds ? [] : aboutReader())];
}

function applyFilters(scan: LogScan, filter: ChangesFilter, authorConditions: readonly SqlPart[]): LogScan {
  const remaining = FILTER_NAMES.filter((name) => filter[name] !== undefined && !scan.handledFilters.includes(name));
  const conditions = [...remaining.map((name) => FILTER_CONDITIONS[name](filter[name]!)), ...authorConditions];
  return { ...scan, tests: [...scan.tests, ...conditions], sparse: scan.sparse || conditions.length > 0 };
}

/** Pinned versions have their own scan, so the others end where the visible history ends. */
function retentionCondition(visibility: Visibility, { log }: ChangesFilter): SqlPart {
  if (log === "history") return sqlPart("c.at > ?", visibility.historyHiddenUntil);
  const activity = sqlPart("+c.log = 'activity' AND c.at > ?", visibility.activityHiddenUntil);
  if (log === "activity") return activity;
  return sqlPart(
    `((+c.log = 'history' AND c.at > ?) OR (${activity.sql}))`,
    visibility.historyHiddenUntil,
    visibility.activityHiddenUntil,
  );
}

function logScans(
  scope: Scope,
  visibility: Visibility,
  filter: ChangesFilter,
  readable: readonly KindName[],
): LogScan[] {
  const { account } = scope;
  const historyOnly = filter.log === "history";
  const retention = retentionCondition(visibility, filter);
  const scan = (
    index: string,
    where: SqlPart,
    handled: readonly FilterName[],
    tests: readonly SqlPart[] = [],
  ): LogScan => ({
    from: `changes c ${index === "" ? "" : `INDEXED BY ${index}`}`,
    where,
    handledFilters: ["kind", ...handled],
    tests: [retention, ...tests],
    sparse: tests.length > 0 || !historyOnly,
    order: "c.n",
  });
  const isRestricted = readable.length < ALL_KINDS.length;
  const kindConditions = isRestricted
    ? [sqlPart("+c.kind IN (SELECT value FROM json_each(?))", JSON.stringify(readable))]
    : [];
  // Some records name their readers; all of those are activity.
  const readerConditions = historyOnly ? [] : [readersCondition(visibility.membership, "c")];
  const conditions = [...kindConditions, ...readerConditions];
  const logCondition = historyOnly ? " AND c.log = 'history'" : "";
  const pinnedScans = filter.log === "activity" ? [] : [pinnedScan(scope, visibility, conditions)];
  if (filter.kind !== undefined && filter.id !== undefined) {
    const where = sqlPart(`c.account = ? AND c.kind = ? AND c.id = ?${logCondition}`, account, filter.kind, filter.id);
    return [{ ...scan("", where, ["id"], readerConditions), order: "c.version" }, ...pinnedScans];
  }
  if (filter.batch !== undefined) {
    const where = sqlPart(`c.account = ? AND c.batch = ?${logCondition}`, account, filter.batch);
    return [scan("changes_by_batch", where, ["batch"], conditions), ...pinnedScans];
  }
  if (!historyOnly) return [scan("", sqlPart("c.account = ?", account), [], conditions), ...pinnedScans];
  if (filter.person !== undefined) {
    const where = sqlPart("c.account = ? AND c.person = ? AND c.log = 'history'", account, filter.person);
    return [scan("changes_by_person", where, ["person"], conditions), ...pinnedScans];
  }
  if (!isRestricted)
    return [scan("changes_by_history", sqlPart("c.account = ? AND c.log = 'history'", account), []), ...pinnedScans];
  const byKind = readable
    .filter(isHistory)
    .map((kind) =>
      scan("changes_by_kind", sqlPart("c.account = ? AND c.kind = ? AND c.log = 'history'", account, kind), []),
    );
  return [...byKind, ...pinnedScans];
}

/** Versions that somebody pinned stay visible past retention; there are at most a hundred. `tests` limit the kinds. */
const pinnedScan = ({ account }: Scope, { historyHiddenUntil }: Visibility, tests: readonly SqlPart[]): LogScan => ({
  from: `keys k CROSS JOIN changes c ON c.account = k.account AND c.kind = substr(k.value, 1, instr(k.value, ':') - 1)
    AND c.id = substr(k.value, instr(k.value, ':') + 1) AND c.version = CAST(substr(k.id, length(k.value) + 2) AS INTEGER)`,
  where: sqlPart(
    "k.space = ? AND k.kind = 'pin' AND k.name = 'of' AND +c.log = 'history' AND c.at <= ?",
    account,
    historyHiddenUntil,
  ),
  handledFilters: ["kind"],
  tests,
  sparse: false,
  order: "c.n",
  pinned: true,
});

/** People may read changes about themselves, whatever else they may read. Changes that only time made aren't news. */
function affectedPersonScans(
  { account, actor }: Scope,
  visibility: Visibility,
  filter: ChangesFilter,
  byOthersOnly: boolean,
): LogScan[] {
  const activity = filter.log === "activity" ? [sqlPart("c.log = 'activity'")] : [];
  // 1: changes that somebody made; 0: those that only time made.
  return (byOthersOnly ? [1] : [1, 0]).map((byPerson) => ({
    from: "change_people a CROSS JOIN changes c ON c.account = a.account AND c.n = a.n",
    where: sqlPart("a.account = ? AND a.person = ? AND a.by_person = ?", account, actor.id, byPerson),
    handledFilters: [],
    tests: [sqlPart("c.at > ?", visibility.historyHiddenUntil), ...activity],
    sparse: activity.length > 0,
    order: "a.n",
  }));
}
