import { refuse } from "@callboard/domain/failure";
import { ChangesAsk } from "@callboard/domain/history.schema";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import { folded } from "@callboard/domain/text";
import type { Instant } from "@callboard/domain/time";
import type * as z from "zod/mini";
import { type SqlValue, stmt } from "../../db.ts";
import { type Edition, EDITION, editionOf, type Sight, WITH_BEFORE } from "../../editions.ts";
import type { Scope } from "../../scope.ts";
import { areasOf } from "../../sight.ts";

export type Asked = z.output<typeof ChangesAsk>;

export interface Found {
  editions: Edition[];
  /** Where the next page begins; null at the end. */
  next: number | null;
  /** Where the page ended early because few rows fit: it has looked back to this instant. */
  lookedTo: Instant | null;
}

/**
 * A page looks through this many rows at most: a filter that fits few of them answers what it found so far and where to
 * go on, instead of holding everybody up.
 */
const LOOKED_THROUGH_MAX = 4000;

interface Stretch {
  /** Both ends are left out. */
  before?: number | undefined;
  since?: number | undefined;
  limit: number;
  notBy?: string | undefined;
}

/** Changes that fit the filters and that the role may see, the newest first, from a place in the log downwards. */
export async function changesOf(
  scope: Scope,
  sight: Sight,
  asked: Asked,
  { before = Number.MAX_SAFE_INTEGER, limit, since = 0, notBy }: Stretch,
): Promise<Found> {
  if (asked.from !== undefined && asked.to !== undefined && asked.from > asked.to)
    refuse("invalid", "history.periodOdd", {}, "to");
  const { sql, args } = areasOf(sight).length > 0 ? ofAccount(scope, sight, asked) : aboutOneself(scope, sight, asked);
  // One record's versions lie in their own order already; both orders are the same.
  const order = asked.kind !== undefined && asked.id !== undefined ? "c.version" : "c.n";
  const plain = asked.cause === undefined || asked.cause === "";
  const chunk = plain ? limit + 1 : Math.max(limit + 1, 200);
  // A break that ended by itself is no news to whoever took it.
  const news = "AND c.person IS NOT ? AND (c.log = 'history' OR c.person IS NOT NULL)";
  const stretch = `AND c.n > ? ${notBy === undefined ? "" : news} AND c.n < ?`;
  const ends = notBy === undefined ? [since] : [since, notBy];
  const editions: Edition[] = [];
  let from = before;
  let looked = 0;
  for (;;) {
    const [rows] = await scope.db.read([
      stmt(`${sql} ${stretch} ORDER BY ${order} DESC LIMIT ?`, ...args, ...ends, from, chunk),
    ]);
    for (const row of rows!) {
      const one = editionOf(row);
      if (!plain && !fits(one, asked)) continue;
      if (editions.length === limit) return { editions, next: editions.at(-1)!.n, lookedTo: null };
      editions.push(one);
    }
    if (plain || rows!.length < chunk) return { editions, next: null, lookedTo: null };
    from = Number(rows!.at(-1)!.n);
    looked += rows!.length;
    if (looked >= LOOKED_THROUGH_MAX) return { editions, next: from, lookedTo: Number(rows!.at(-1)!.at) };
  }
}

type Query = { sql: string; args: SqlValue[] };

/** Each filter that an index serves is put first; the others are checked row by row behind it. */
function ofAccount(scope: Scope, sight: Sight, asked: Asked): Query {
  const areas = areasOf(sight);
  const parts = ["c.account = ?"];
  const args: SqlValue[] = [scope.account];
  const and = (sql: string, ...values: SqlValue[]) => {
    parts.push(sql);
    args.push(...values);
  };
  const pinned = `EXISTS (SELECT 1 FROM keys k WHERE k.space = c.account AND k.kind = 'pin' AND k.name = 'of'
    AND k.value = c.kind || ':' || c.id AND k.id = c.kind || ':' || c.id || ':' || c.version)`;
  if (asked.log === "history") and(`c.log = 'history' AND (c.at > ? OR ${pinned})`, sight.hiddenTo);
  else if (asked.log === "activity") and("c.log = 'activity' AND c.at > ?", sight.activityHiddenTo);
  else
    and(
      `((c.log = 'history' AND (c.at > ? OR ${pinned})) OR (c.log = 'activity' AND c.at > ?))`,
      sight.hiddenTo,
      sight.activityHiddenTo,
    );
  if (areas.length < 5) and(`c.area IN (${areas.map(() => "?").join(", ")})`, ...areas);
  if (asked.kind !== undefined) and("c.kind = ?", asked.kind);
  if (asked.id !== undefined) and("c.id = ?", asked.id);
  if (asked.person !== undefined) and("c.person = ?", asked.person);
  if (asked.event !== undefined) and("c.event = ?", asked.event);
  if (asked.batch !== undefined) and("c.batch = ?", asked.batch);
  if (asked.from !== undefined) and("c.at >= ?", asked.from);
  if (asked.to !== undefined) and("c.at < ?", asked.to);
  // The log grows with time: an end of the period far back is jumped to, not walked to.
  if (asked.to !== undefined && asked.log === "history")
    and(
      "c.n <= coalesce((SELECT n FROM changes WHERE account = ? AND log = 'history' AND at < ? ORDER BY at DESC LIMIT 1), 0)",
      scope.account,
      asked.to,
    );
  return { sql: `SELECT ${EDITION} FROM ${WITH_BEFORE} WHERE ${parts.join(" AND ")}`, args };
}

/** Somebody who reads no history sees what was changed about them, and by whom and why. */
function aboutOneself(scope: Scope, sight: Sight, asked: Asked): Query {
  const me = scope.actor.id;
  const args: SqlValue[] = [scope.account, me, me, sight.hiddenTo];
  let sql = `SELECT ${EDITION} FROM ${WITH_BEFORE} WHERE c.account = ? AND c.id = ? AND c.kind IN ('agent', 'member')
    AND (c.person IS NULL OR c.person <> ?) AND c.at > ?`;
  if (asked.from !== undefined) {
    sql += " AND c.at >= ?";
    args.push(asked.from);
  }
  if (asked.to !== undefined) {
    sql += " AND c.at < ?";
    args.push(asked.to);
  }
  return { sql, args };
}

/** What a cause says stands in its sentence and in the words that people typed into it. */
function fits({ cause }: Edition, asked: Asked): boolean {
  if (cause === null) return false;
  return folded(render(en, cause, { zone: "UTC", locale: "en" })).includes(folded(asked.cause!));
}
