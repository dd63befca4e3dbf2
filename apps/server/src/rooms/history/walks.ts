import type { KindName } from "@callboard/domain/records";
import type { SqlValue } from "../../db.ts";
import type { Sight } from "../../visibility.ts";
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
  /** What somebody may ask for that this way sees to by itself; all else is tested. */
  keeps: readonly Filter[];
  tests: readonly Part[];
  sparse: boolean;
  /** The column by which it is walked: the place in the log, or what goes the same way. */
  order: "c.n" | "a.n" | "c.version";
  /** What was pinned lies below the end of what is shown. */
  pinned?: true;
}

interface Part {
  sql: string;
  args: readonly SqlValue[];
}

const part = (sql: string, ...args: SqlValue[]): Part => ({ sql, args });

/** A period is tested by whoever walks, and the log is what each way begins with. */
type Filter = Exclude<keyof Asked, "from" | "to" | "log">;

/** The signs before the columns keep the database from trying another index than the one that holds the order. */
const TESTS: Record<Filter, (asked: string) => Part> = {
  kind: (kind) => part("+c.kind = ?", kind),
  id: (id) => part("+c.id = ?", id),
  person: (person) => part("+c.person = ?", person),
  event: (event) => part("+c.event = ?", event),
  batch: (batch) => part("+c.batch = ?", batch),
  cause: (words) => (words === "" ? part("1") : part("c.cause IS NOT NULL")),
};
const FILTERS = Object.keys(TESTS) as Filter[];

/** All ways on which lies what somebody asks for and may read. `news`: only what others did, and people at that. */
export function walksOf(scope: Scope, sight: Sight, asked: Asked, news: boolean): Walk[] {
  const readable = kindsOf(sight).filter((kind) => asked.kind === undefined || asked.kind === kind);
  const own = readable.length === 0 ? [] : logWalks(scope, sight, asked, readable);
  const others = news ? [part("c.person IS NOT ?", scope.actor.id)] : [];
  const all = kindsOf(sight).length === ALL_KINDS.length;
  return [
    ...own.map((walk) => narrowed(walk, asked, others)),
    ...(all ? [] : aboutWalks(scope, sight, asked, news).map((walk) => narrowed(walk, asked, []))),
  ];
}

function narrowed(walk: Walk, asked: Asked, others: readonly Part[]): Walk {
  const left = FILTERS.filter((filter) => asked[filter] !== undefined && !walk.keeps.includes(filter));
  const more = [...left.map((filter) => TESTS[filter](asked[filter]!)), ...others];
  return { ...walk, tests: [...walk.tests, ...more], sparse: walk.sparse || more.length > 0 };
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
  const walk = (index: string, where: Part, keeps: readonly Filter[], more: readonly Part[] = []): Walk => ({
    from: `changes c ${index === "" ? "" : `INDEXED BY ${index}`}`,
    where,
    keeps: ["kind", ...keeps],
    tests: [shown, ...more],
    sparse: more.length > 0 || !isPlain,
    order: "c.n",
  });
  const few = readable.length < ALL_KINDS.length;
  const readers = few ? [part("+c.kind IN (SELECT value FROM json_each(?))", JSON.stringify(readable))] : [];
  // Some records say themselves who reads them; all of those are activity.
  const named = isPlain ? [] : [namedTest(sight.standing, "c")];
  const kinds = [...readers, ...named];
  const log = isPlain ? " AND c.log = 'history'" : "";
  const pins = asked.log === "activity" ? [] : [pinWalk(scope, sight, kinds)];
  if (asked.kind !== undefined && asked.id !== undefined) {
    const where = part(`c.account = ? AND c.kind = ? AND c.id = ?${log}`, account, asked.kind, asked.id);
    return [{ ...walk("", where, ["id"], named), order: "c.version" }, ...pins];
  }
  if (asked.batch !== undefined) {
    const where = part(`c.account = ? AND c.batch = ?${log}`, account, asked.batch);
    return [walk("changes_by_batch", where, ["batch"], kinds), ...pins];
  }
  if (!isPlain) return [walk("", part("c.account = ?", account), [], kinds), ...pins];
  if (asked.person !== undefined) {
    const where = part("c.account = ? AND c.person = ? AND c.log = 'history'", account, asked.person);
    return [walk("changes_by_person", where, ["person"], kinds), ...pins];
  }
  if (!few) return [walk("changes_of_history", part("c.account = ? AND c.log = 'history'", account), []), ...pins];
  const byKind = readable
    .filter(isHistory)
    .map((kind) =>
      walk("changes_by_kind", part("c.account = ? AND c.kind = ? AND c.log = 'history'", account, kind), []),
    );
  return [...byKind, ...pins];
}

/** Versions that somebody pinned are shown past their time: there are a hundred at most. `tests`: which kinds. */
const pinWalk = ({ account }: Scope, { hiddenTo }: Sight, tests: readonly Part[]): Walk => ({
  from: `keys k CROSS JOIN changes c ON c.account = k.account AND c.kind = substr(k.value, 1, instr(k.value, ':') - 1)
    AND c.id = substr(k.value, instr(k.value, ':') + 1) AND c.version = CAST(substr(k.id, length(k.value) + 2) AS INTEGER)`,
  where: part(
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

/** What was changed about oneself is one's own to read, whatever else one reads. What only time did is no news. */
function aboutWalks({ account, actor }: Scope, sight: Sight, asked: Asked, news: boolean): Walk[] {
  const activity = asked.log === "activity" ? [part("c.log = 'activity'")] : [];
  return (news ? [1] : [1, 0]).map((isNews) => ({
    from: "about a CROSS JOIN changes c ON c.account = a.account AND c.n = a.n",
    where: part("a.account = ? AND a.person = ? AND a.news = ?", account, actor.id, isNews),
    keeps: [],
    tests: [part("c.at > ?", sight.hiddenTo), ...activity],
    sparse: activity.length > 0,
    order: "a.n",
  }));
}
