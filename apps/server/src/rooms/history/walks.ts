import type { KindName } from "@callboard/domain/records";
import type { SqlValue } from "../../db.ts";
import type { Sight } from "../../editions.ts";
import type { Scope } from "../../scope.ts";
import { ALL_KINDS, namedTest } from "../../readers.ts";
import { isHistory, kindsOf } from "../../sight.ts";
import type { Asked } from "./asked.ts";

/**
 * One way along the log, the newest first. `driven` is what an index holds together; the rest is tested row by row, and
 * `sparse` says that few rows may pass: such a way is walked in pieces.
 */
export interface Walk {
  from: string;
  where: Part;
  tests: readonly Part[];
  sparse: boolean;
  /** The column by which it is walked: the place in the log, or what goes the same way. */
  order: "c.n" | "a.n" | "c.version";
  /** What was pinned lies below the end of what is shown. */
  pinned?: true;
}

export interface Part {
  sql: string;
  args: readonly SqlValue[];
}

const part = (sql: string, ...args: SqlValue[]): Part => ({ sql, args });

/** All ways on which lies what somebody asks for and may read. `news`: only what others did, and people at that. */
export function walksOf(scope: Scope, sight: Sight, asked: Asked, news: boolean): Walk[] {
  const readable = kindsOf(sight).filter((kind) => asked.kind === undefined || asked.kind === kind);
  const tests = testsOf(asked);
  const own = readable.length === 0 ? [] : logWalks(scope, sight, asked, readable);
  const walks = own.map((walk): Walk => {
    const others = news ? [part("c.person IS NOT ?", scope.actor.id)] : [];
    const sparse = walk.sparse || tests.length + others.length > 0;
    return { ...walk, tests: [...walk.tests, ...tests, ...others], sparse };
  });
  const all = kindsOf(sight).length === ALL_KINDS.length;
  return all ? walks : [...walks, ...aboutWalks(scope, sight, asked, news, tests)];
}

/** What no index holds together with the order. The signs before the columns keep the database from trying another one. */
function testsOf(asked: Asked): Part[] {
  return [
    ...(asked.event === undefined ? [] : [part("+c.event = ?", asked.event)]),
    ...(asked.person === undefined || asked.log === "history" ? [] : [part("+c.person = ?", asked.person)]),
    ...(asked.cause === undefined || asked.cause === "" ? [] : [part("c.cause IS NOT NULL")]),
  ];
}

/** What is kept past its time stands by itself: the walk ends where the history does. */
function shownOf(sight: Sight, { log }: Asked): Part {
  if (log === "history") return part("c.at > ?", sight.hiddenTo);
  const activity = part("+c.log = 'activity' AND c.at > ?", sight.activityHiddenTo);
  if (log === "activity") return activity;
  return part(`((+c.log = 'history' AND c.at > ?) OR (${activity.sql}))`, sight.hiddenTo, sight.activityHiddenTo);
}

function logWalks(scope: Scope, sight: Sight, asked: Asked, readable: readonly KindName[]): Walk[] {
  const { account } = scope;
  const isPlain = asked.log === "history";
  const shown = shownOf(sight, asked);
  const walk = (index: string, where: Part, more: readonly Part[] = []): Walk => ({
    from: `changes c ${index === "" ? "" : `INDEXED BY ${index}`}`,
    where,
    tests: [shown, ...more],
    sparse: more.length > 0 || !isPlain,
    order: "c.n",
  });
  const few = readable.length < ALL_KINDS.length;
  const readers = few ? [part("+c.kind IN (SELECT value FROM json_each(?))", JSON.stringify(readable))] : [];
  // Some records say themselves who reads them; all of those are activity.
  const named = isPlain ? [] : [namedTest(sight.standing, "c")];
  const kinds = [...readers, ...named];
  const record = asked.id === undefined ? [] : [part("+c.id = ?", asked.id)];
  const log = isPlain ? " AND c.log = 'history'" : "";
  const pins = asked.log === "activity" ? [] : [pinWalk(scope, sight, [...kinds, ...record])];
  if (asked.kind !== undefined && asked.id !== undefined) {
    const where = part(`c.account = ? AND c.kind = ? AND c.id = ?${log}`, account, asked.kind, asked.id);
    return [{ ...walk("", where, named), order: "c.version" }, ...pins];
  }
  if (asked.batch !== undefined)
    return [
      walk("changes_by_batch", part(`c.account = ? AND c.batch = ?${log}`, account, asked.batch), [
        ...kinds,
        ...record,
      ]),
      ...pins,
    ];
  if (!isPlain) return [walk("", part("c.account = ?", account), [...kinds, ...record]), ...pins];
  if (asked.person !== undefined) {
    const where = part("c.account = ? AND c.person = ? AND c.log = 'history'", account, asked.person);
    return [walk("changes_by_person", where, [...kinds, ...record]), ...pins];
  }
  if (!few) return [walk("changes_of_history", part("c.account = ? AND c.log = 'history'", account), record), ...pins];
  const byKind = readable
    .filter(isHistory)
    .map((kind) =>
      walk("changes_by_kind", part("c.account = ? AND c.kind = ? AND c.log = 'history'", account, kind), record),
    );
  return [...byKind, ...pins];
}

/** Versions that somebody pinned are shown past their time: there are a hundred at most. */
const pinWalk = ({ account }: Scope, { hiddenTo }: Sight, tests: readonly Part[]): Walk => ({
  from: `keys k CROSS JOIN changes c ON c.account = k.account AND c.kind = substr(k.value, 1, instr(k.value, ':') - 1)
    AND c.id = substr(k.value, instr(k.value, ':') + 1) AND c.version = CAST(substr(k.id, length(k.value) + 2) AS INTEGER)`,
  where: part(
    "k.space = ? AND k.kind = 'pin' AND k.name = 'of' AND +c.log = 'history' AND c.at <= ?",
    account,
    hiddenTo,
  ),
  tests,
  sparse: false,
  order: "c.n",
  pinned: true,
});

/** What was changed about oneself is one's own to read, whatever else one reads. What only time did is no news. */
function aboutWalks(
  { account, actor }: Scope,
  sight: Sight,
  asked: Asked,
  news: boolean,
  tests: readonly Part[],
): Walk[] {
  const narrowed = [
    ...tests,
    ...(asked.log === "activity" ? [part("c.log = 'activity'")] : []),
    ...(asked.kind === undefined ? [] : [part("c.kind = ?", asked.kind)]),
    ...(asked.id === undefined ? [] : [part("c.id = ?", asked.id)]),
    ...(asked.batch === undefined ? [] : [part("c.batch = ?", asked.batch)]),
    ...(asked.person === undefined || asked.log !== "history" ? [] : [part("c.person = ?", asked.person)]),
  ];
  return (news ? [1] : [1, 0]).map((isNews) => ({
    from: "about a CROSS JOIN changes c ON c.account = a.account AND c.n = a.n",
    where: part("a.account = ? AND a.person = ? AND a.news = ?", account, actor.id, isNews),
    tests: [part("c.at > ?", sight.hiddenTo), ...narrowed],
    sparse: narrowed.length > 0,
    order: "a.n",
  }));
}
