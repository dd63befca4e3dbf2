import type { KindName } from "@callboard/domain/core/records";
import type { SqlValue } from "../../../store/database/port.ts";
import type { Visibility } from "../../../store/visibility.ts";
import type { Scope } from "../../../store/scope.ts";
import { ALL_KINDS, readersCondition } from "../../../store/readPermissions.ts";
import { isHistory, visibleKinds } from "../../../store/reads/ownVisibility.ts";
import type { ChangesFilter } from "../types.ts";

/**
 * One scan of the log, the newest first. `where` is covered by an index, `tests` are checked row by row. A `sparse`
 * scan may match few rows, so it is done in pieces.
 */
export interface LogScan {
  from: string;
  where: SqlPart;
  /** The filters that the index covers; the others become tests. */
  keeps: readonly FilterName[];
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

/** The period is tested by each scan, and each scan is made for one log. */
type FilterName = Exclude<keyof ChangesFilter, "from" | "to" | "log">;

/** The `+` before a column keeps the database from using another index than the one with the order. */
const FILTER_CONDITIONS: Record<FilterName, (asked: string) => SqlPart> = {
  kind: (kind) => sqlPart("+c.kind = ?", kind),
  id: (id) => sqlPart("+c.id = ?", id),
  person: (person) => sqlPart("+c.person = ?", person),
  event: (event) => sqlPart("+c.event = ?", event),
  batch: (batch) => sqlPart("+c.batch = ?", batch),
  cause: (words) => (words === "" ? sqlPart("1") : sqlPart("c.cause IS NOT NULL")),
};

const FILTER_NAMES = Object.keys(FILTER_CONDITIONS) as FilterName[];

/**
 * All scans that together find what the reader asks for and may read. `news`: only what others did, and only people.
 */
export function planScans(scope: Scope, sight: Visibility, asked: ChangesFilter, news: boolean): LogScan[] {
  const readable = visibleKinds(sight).filter((kind) => asked.kind === undefined || asked.kind === kind);
  const own = readable.length === 0 ? [] : logScans(scope, sight, asked, readable);
  const others = news ? [sqlPart("c.person IS NOT ?", scope.actor.id)] : [];
  const all = visibleKinds(sight).length === ALL_KINDS.length;
  return [
    ...own.map((walk) => applyFilters(walk, asked, others)),
    ...(all ? [] : affectedPersonScans(scope, sight, asked, news).map((walk) => applyFilters(walk, asked, []))),
  ];
}

function applyFilters(walk: LogScan, asked: ChangesFilter, others: readonly SqlPart[]): LogScan {
  const left = FILTER_NAMES.filter((filter) => asked[filter] !== undefined && !walk.keeps.includes(filter));
  const more = [...left.map((filter) => FILTER_CONDITIONS[filter](asked[filter]!)), ...others];
  return { ...walk, tests: [...walk.tests, ...more], sparse: walk.sparse || more.length > 0 };
}

/** Pinned versions have their own scan, so the others end where the visible history ends. */
function retentionCondition(sight: Visibility, { log }: ChangesFilter): SqlPart {
  if (log === "history") return sqlPart("c.at > ?", sight.hiddenTo);
  const activity = sqlPart("+c.log = 'activity' AND c.at > ?", sight.activityHiddenTo);
  if (log === "activity") return activity;
  return sqlPart(`((+c.log = 'history' AND c.at > ?) OR (${activity.sql}))`, sight.hiddenTo, sight.activityHiddenTo);
}

function logScans(scope: Scope, sight: Visibility, asked: ChangesFilter, readable: readonly KindName[]): LogScan[] {
  const { account } = scope;
  const isPlain = asked.log === "history";
  const shown = retentionCondition(sight, asked);
  const walk = (
    index: string,
    where: SqlPart,
    keeps: readonly FilterName[],
    more: readonly SqlPart[] = [],
  ): LogScan => ({
    from: `changes c ${index === "" ? "" : `INDEXED BY ${index}`}`,
    where,
    keeps: ["kind", ...keeps],
    tests: [shown, ...more],
    sparse: more.length > 0 || !isPlain,
    order: "c.n",
  });
  const few = readable.length < ALL_KINDS.length;
  const readers = few ? [sqlPart("+c.kind IN (SELECT value FROM json_each(?))", JSON.stringify(readable))] : [];
  // Some records name their readers; all of those are activity.
  const named = isPlain ? [] : [readersCondition(sight.standing, "c")];
  const kinds = [...readers, ...named];
  const log = isPlain ? " AND c.log = 'history'" : "";
  const pins = asked.log === "activity" ? [] : [pinnedScan(scope, sight, kinds)];
  if (asked.kind !== undefined && asked.id !== undefined) {
    const where = sqlPart(`c.account = ? AND c.kind = ? AND c.id = ?${log}`, account, asked.kind, asked.id);
    return [{ ...walk("", where, ["id"], named), order: "c.version" }, ...pins];
  }
  if (asked.batch !== undefined) {
    const where = sqlPart(`c.account = ? AND c.batch = ?${log}`, account, asked.batch);
    return [walk("changes_by_batch", where, ["batch"], kinds), ...pins];
  }
  if (!isPlain) return [walk("", sqlPart("c.account = ?", account), [], kinds), ...pins];
  if (asked.person !== undefined) {
    const where = sqlPart("c.account = ? AND c.person = ? AND c.log = 'history'", account, asked.person);
    return [walk("changes_by_person", where, ["person"], kinds), ...pins];
  }
  if (!few) return [walk("changes_of_history", sqlPart("c.account = ? AND c.log = 'history'", account), []), ...pins];
  const byKind = readable
    .filter(isHistory)
    .map((kind) =>
      walk("changes_by_kind", sqlPart("c.account = ? AND c.kind = ? AND c.log = 'history'", account, kind), []),
    );
  return [...byKind, ...pins];
}

/** Versions that somebody pinned stay visible past retention; there are at most a hundred. `tests` limit the kinds. */
const pinnedScan = ({ account }: Scope, { hiddenTo }: Visibility, tests: readonly SqlPart[]): LogScan => ({
  from: `keys k CROSS JOIN changes c ON c.account = k.account AND c.kind = substr(k.value, 1, instr(k.value, ':') - 1)
    AND c.id = substr(k.value, instr(k.value, ':') + 1) AND c.version = CAST(substr(k.id, length(k.value) + 2) AS INTEGER)`,
  where: sqlPart(
    "k.space = ? AND k.kind = 'pin' AND k.name = 'of' AND +c.log = 'history' AND c.at <= ?",
    account,
    hiddenTo,
  ),
  keeps: ["kind"],
  tests,
  sparse: false,
  order: "c.n",
  pinned: true,
});

/** People may read changes about themselves, whatever else they may read. Changes that only time made aren't news. */
function affectedPersonScans(
  { account, actor }: Scope,
  sight: Visibility,
  asked: ChangesFilter,
  news: boolean,
): LogScan[] {
  const activity = asked.log === "activity" ? [sqlPart("c.log = 'activity'")] : [];
  return (news ? [1] : [1, 0]).map((isNews) => ({
    from: "about a CROSS JOIN changes c ON c.account = a.account AND c.n = a.n",
    where: sqlPart("a.account = ? AND a.person = ? AND a.news = ?", account, actor.id, isNews),
    keeps: [],
    tests: [sqlPart("c.at > ?", sight.hiddenTo), ...activity],
    sparse: activity.length > 0,
    order: "a.n",
  }));
}
