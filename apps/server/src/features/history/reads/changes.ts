import { fail } from "@callboard/domain/core/failure";
import type { Phrase } from "@callboard/domain/core/message";
import { DAY, type Instant, MINUTE } from "@callboard/domain/core/time";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import { type Row, type Stmt, stmt } from "../../../store/database/port.ts";
import {
  type RecordVersion,
  VERSION_COLUMNS_WITH_PREVIOUS,
  versionsFromRows,
  CHANGES_WITH_PREVIOUS,
} from "../../../store/versions.ts";
import { type Visibility } from "../../../store/visibility.ts";
import type { Scope } from "../../../store/scope.ts";
import { withDisplayNames, type DisplayLocale as Words } from "../../../store/reads/displayNames.ts";
import type { ChangesFilter } from "../types.ts";
import { type LogScan, planScans } from "./scans.ts";

export interface ChangesPage {
  editions: RecordVersion[];
  /** The cursor of the next page; null at the end. */
  next: number | null;
  /** Set if the page stopped early because few rows match: it has searched back to this instant. */
  lookedTo: Instant | null;
}

/**
 * The most rows that one page scans, fewer if each must be rendered. A filter that matches few rows returns what it
 * found so far and the cursor to go on with, instead of blocking others.
 */
const SCAN_MAX = 6000;
const RENDERED_SCAN_MAX = 4000;
/** Rows whose clocks differ by more are listed in `late_rows`. No call takes longer either. */
const CLOCK_SKEW = 10 * MINUTE;
/** Activity is recorded late, but never by more than the longest time for which an agent can plan a status. */
const LATE_ENTRY_MAX = 31 * DAY;

/** The reader's visibility, and the locale in which changes are rendered. */
interface ReaderContext {
  sight: Visibility;
  words: Words;
}

interface PageRange {
  /** Both exclusive. */
  before?: number | undefined;
  since?: number | undefined;
  limit: number;
  /** Only unread news: what other people did. */
  news?: boolean | undefined;
}

/** Changes that match the filters and that the role may see, the newest first, from a position in the log downwards. */
export async function readChanges(
  scope: Scope,
  { sight, words }: ReaderContext,
  asked: ChangesFilter,
  stretch: PageRange,
): Promise<ChangesPage> {
  const { places, ...rest } = await findPlaces(scope, { sight, words }, asked, stretch);
  if (places.length === 0) return { editions: [], ...rest };
  const [rows] = await scope.db.read([
    stmt(
      `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.n IN (SELECT value FROM json_each(?)) ORDER BY c.n DESC`,
      scope.account,
      JSON.stringify(places),
    ),
  ]);
  return { editions: versionsFromRows(rows!), ...rest };
}

/** The positions of these changes in the log, without reading their contents. */
export async function findPlaces(
  scope: Scope,
  { sight, words }: ReaderContext,
  asked: ChangesFilter,
  { before = Number.MAX_SAFE_INTEGER, limit, since = 0, news = false }: PageRange,
): Promise<Omit<ChangesPage, "editions"> & { places: number[] }> {
  if (asked.from !== undefined && asked.to !== undefined && asked.from > asked.to)
    fail("invalid", "history.periodOdd", {}, "to");
  const worded = asked.cause === undefined || asked.cause === "" ? null : normalizeForSearch(asked.cause);
  const ends = await placeRange(scope, sight, asked, since, before);
  const walks = planScans(scope, sight, asked, news);
  const bottom = await findScanEnd(scope, walks, ends, worded === null ? SCAN_MAX : RENDERED_SCAN_MAX);
  const most = worded === null ? limit + 1 : RENDERED_SCAN_MAX + 1;
  const sets = await scope.db.read(
    walks.map((walk) => {
      const after = Math.max(walk.pinned ? since : ends.after, (bottom?.n ?? 0) - 1);
      return scanStmt(walk, { after, before: ends.before }, asked, most);
    }),
  );
  const fits = worded === null ? () => true : await causeMatcher(scope, words, worded, sets.flat());
  const found = new Set<number>();
  for (const row of sets.flat()) if (fits(row)) found.add(Number(row.n));
  const places = [...found].sort((a, b) => b - a);
  if (places.length > limit) return { places: places.slice(0, limit), next: places[limit - 1]!, lookedTo: null };
  return { places, next: bottom?.n ?? null, lookedTo: bottom?.at ?? null };
}

interface PlaceRange {
  after: number;
  before: number;
}

/**
 * The log is roughly in order of time, so the ends of the period and of retention are found by index instead of scanned
 * for. Late rows don't count as ends; if one within the period lies above its end, the range is extended to it.
 */
async function placeRange(
  scope: Scope,
  sight: Visibility,
  asked: ChangesFilter,
  since: number,
  before: number,
): Promise<PlaceRange> {
  const hidden = asked.log === "history" ? sight.hiddenTo : Math.min(sight.hiddenTo, sight.activityHiddenTo);
  const late = asked.log === "history" ? 0 : LATE_ENTRY_MAX;
  const end = (test: "<=" | ">=", way: "ASC" | "DESC", at: number): Stmt =>
    stmt(
      `SELECT n FROM changes INDEXED BY changes_by_time WHERE account = ? AND log = 'history' AND at ${test} ?
       AND NOT EXISTS (SELECT 1 FROM late_rows l WHERE l.account = changes.account AND l.n = changes.n)
       ORDER BY at ${way} LIMIT 1`,
      scope.account,
      at,
    );
  const [floor, ceiling, latest] = await scope.db.read([
    end("<=", "DESC", (asked.from ?? hidden) - CLOCK_SKEW - 1),
    end(">=", "ASC", asked.to === undefined ? Number.MAX_SAFE_INTEGER : asked.to + CLOCK_SKEW + late),
    stmt(
      "SELECT max(n) AS n FROM late_rows WHERE account = ? AND at >= ? AND at < ?",
      scope.account,
      asked.from ?? 0,
      asked.to ?? 0,
    ),
  ]);
  const top = Number(ceiling![0]?.n ?? Number.MAX_SAFE_INTEGER);
  return {
    after: Math.max(since, Number(floor![0]?.n ?? 0)),
    before: Math.min(before, Math.max(top, Number(latest![0]?.n ?? 0) + 1)),
  };
}

/** The position down to which a page scans if few rows may match; null: to the end. */
async function findScanEnd(
  scope: Scope,
  walks: readonly LogScan[],
  ends: PlaceRange,
  most: number,
): Promise<{ n: number; at: Instant } | null> {
  const long = walks.filter(({ sparse }) => sparse);
  if (long.length === 0) return null;
  const found = await scope.db.read(
    long.map(({ from, where, order }) =>
      stmt(
        `SELECT c.n, c.at FROM ${from} WHERE ${where.sql} AND ${placeColumn(order)} > ? AND ${placeColumn(order)} < ?
         ORDER BY ${order} DESC LIMIT 1 OFFSET ?`,
        ...where.args,
        ends.after,
        ends.before,
        most,
      ),
    ),
  );
  const bottoms = found.flat().map((row) => ({ n: Number(row.n), at: Number(row.at) }));
  return bottoms.reduce<{ n: number; at: Instant } | null>((top, one) => (top && top.n > one.n ? top : one), null);
}

const placeColumn = (order: LogScan["order"]): "a.n" | "c.n" => (order === "a.n" ? "a.n" : "c.n");

function scanStmt(
  { from, where, tests, order }: LogScan,
  { after, before }: PlaceRange,
  asked: ChangesFilter,
  most: number,
): Stmt {
  const period = [
    ...(asked.from === undefined ? [] : [{ sql: "c.at >= ?", args: [asked.from] }]),
    ...(asked.to === undefined ? [] : [{ sql: "c.at < ?", args: [asked.to] }]),
  ];
  const parts = [where, ...tests, ...period];
  return stmt(
    `SELECT c.n, c.cause FROM ${from} WHERE ${parts.map(({ sql }) => sql).join(" AND ")}
     AND ${placeColumn(order)} > ? AND ${placeColumn(order)} < ? ORDER BY ${order} DESC LIMIT ?`,
    ...parts.flatMap(({ args }) => args),
    after,
    before,
    most,
  );
}

/**
 * The search for a cause compares its rendered sentence: current names of people, and times as the reader sees them.
 * Many rows share one cause, so each is rendered once.
 */
async function causeMatcher(
  scope: Scope,
  words: Words,
  asked: string,
  rows: readonly Row[],
): Promise<(row: Row) => boolean> {
  const causes = [...new Set(rows.flatMap(({ cause }) => (cause === null ? [] : [String(cause)])))];
  const said = await withDisplayNames(scope, words, (show) =>
    causes.map((cause) => show.phrase(JSON.parse(cause) as Phrase)),
  );
  const fit = new Set(causes.filter((_, at) => normalizeForSearch(said[at]!).includes(asked)));
  return ({ cause }) => fit.has(cause);
}
