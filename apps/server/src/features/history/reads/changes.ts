import { fail } from "@callboard/domain/core/failure";
import type { Message } from "@callboard/domain/core/message";
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
import { withDisplayNames, type DisplayLocale } from "../../../store/reads/displayNames.ts";
import type { ChangesFilter } from "../types.ts";
import { type LogScan, planScans } from "./scans.ts";

export interface ChangesPage {
  versions: RecordVersion[];
  /** The cursor of the next page; null at the end. */
  next: number | null;
  /** Set if the page stopped early because few rows match: it has searched back to this instant. */
  searchedTo: Instant | null;
}

/**
 * The most rows that one page scans, fewer if each must be rendered. A filter that matches few rows returns the
 * matches so far and a cursor for the next page, instead of blocking others.
 */
const SCAN_MAX = 6000;
const RENDERED_SCAN_MAX = 4000;
/** Rows whose clocks differ by more are listed in `late_rows`. No call takes longer either. */
const CLOCK_SKEW = 10 * MINUTE;
/** Activity is recorded late, but never by more than the longest time for which an agent can plan a status. */
const LATE_ENTRY_MAX = 31 * DAY;

/** The reader's visibility, and the locale in which changes are rendered. */
interface ReaderContext {
  visibility: Visibility;
  locale: DisplayLocale;
}

interface PageRange {
  /** Both exclusive. */
  beforePosition?: number | undefined;
  afterPosition?: number | undefined;
  limit: number;
  /** Only what other people did. */
  byOthersOnly?: boolean | undefined;
}

/** Changes that match the filters and that the role may see, the newest first, from a position in the log downwards. */
export async function readChanges(
  scope: Scope,
  { visibility, locale }: ReaderContext,
  filter: ChangesFilter,
  range: PageRange,
): Promise<ChangesPage> {
  const { positions, ...rest } = await readLogPositions(scope, { visibility, locale }, filter, range);
  if (positions.length === 0) return { versions: [], ...rest };
  const [rows] = await scope.db.read([
    stmt(
      `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.n IN (SELECT value FROM json_each(?)) ORDER BY c.n DESC`,
      scope.account,
      JSON.stringify(positions),
    ),
  ]);
  return { versions: versionsFromRows(rows!), ...rest };
}

/** The positions of these changes in the log, without reading their contents. */
export async function readLogPositions(
  scope: Scope,
  { visibility, locale }: ReaderContext,
  filter: ChangesFilter,
  { beforePosition = Number.MAX_SAFE_INTEGER, limit, afterPosition = 0, byOthersOnly = false }: PageRange,
): Promise<Omit<ChangesPage, "versions"> & { positions: number[] }> {
  if (filter.from !== undefined && filter.to !== undefined && filter.from > filter.to)
    fail("invalid", "history.invalidPeriod", {}, "to");
  const causeText = filter.cause === undefined || filter.cause === "" ? null : normalizeForSearch(filter.cause);
  const range = await positionRange(scope, visibility, filter, afterPosition, beforePosition);
  const scans = planScans(scope, visibility, filter, byOthersOnly);
  const scanEnd = await findScanEnd(scope, scans, range, causeText === null ? SCAN_MAX : RENDERED_SCAN_MAX);
  const maxRows = causeText === null ? limit + 1 : RENDERED_SCAN_MAX + 1;
  const rowsByScan = await scope.db.read(
    scans.map((scan) => {
      // `after` is exclusive, and the row at the scan's end belongs to this page.
      const after = Math.max(scan.pinned ? afterPosition : range.after, (scanEnd?.n ?? 0) - 1);
      return scanStmt(scan, { after, before: range.before }, filter, maxRows);
    }),
  );
  const matchesCause =
    causeText === null ? () => true : await causeMatcher(scope, locale, causeText, rowsByScan.flat());
  const matching = new Set<number>();
  for (const row of rowsByScan.flat()) if (matchesCause(row)) matching.add(Number(row.n));
  const positions = [...matching].sort((a, b) => b - a);
  if (positions.length > limit)
    return { positions: positions.slice(0, limit), next: positions[limit - 1]!, searchedTo: null };
  return { positions, next: scanEnd?.n ?? null, searchedTo: scanEnd?.at ?? null };
}

interface PositionRange {
  after: number;
  before: number;
}

/**
 * The log is roughly in order of time, so the ends of the period and of retention are found by index instead of scanned
 * for. Late rows don't count as ends; if one within the period lies above its end, the range is extended to it.
 */
async function positionRange(
  scope: Scope,
  visibility: Visibility,
  filter: ChangesFilter,
  afterPosition: number,
  beforePosition: number,
): Promise<PositionRange> {
  const hiddenUntil =
    filter.log === "history"
      ? visibility.historyHiddenUntil
      : Math.min(visibility.historyHiddenUntil, visibility.activityHiddenUntil);
  const lateness = filter.log === "history" ? 0 : LATE_ENTRY_MAX;
  const boundaryStmt = (test: "<=" | ">=", direction: "ASC" | "DESC", at: number): Stmt =>
    stmt(
      `SELECT n FROM changes INDEXED BY changes_by_time WHERE account = ? AND log = 'history' AND at ${test} ?
       AND NOT EXISTS (SELECT 1 FROM late_rows l WHERE l.account = changes.account AND l.n = changes.n)
       ORDER BY at ${direction} LIMIT 1`,
      scope.account,
      at,
    );
  const [floor, ceiling, latestLateRow] = await scope.db.read([
    boundaryStmt("<=", "DESC", (filter.from ?? hiddenUntil) - CLOCK_SKEW - 1),
    boundaryStmt(">=", "ASC", filter.to === undefined ? Number.MAX_SAFE_INTEGER : filter.to + CLOCK_SKEW + lateness),
    stmt(
      "SELECT max(n) AS n FROM late_rows WHERE account = ? AND at >= ? AND at < ?",
      scope.account,
      filter.from ?? 0,
      filter.to ?? 0,
    ),
  ]);
  const end = Number(ceiling![0]?.n ?? Number.MAX_SAFE_INTEGER);
  return {
    after: Math.max(afterPosition, Number(floor![0]?.n ?? 0)),
    before: Math.min(beforePosition, Math.max(end, Number(latestLateRow![0]?.n ?? 0) + 1)),
  };
}

/** The position down to which a page scans if few rows may match; null: to the end. */
async function findScanEnd(
  scope: Scope,
  scans: readonly LogScan[],
  range: PositionRange,
  maxRows: number,
): Promise<{ n: number; at: Instant } | null> {
  const sparseScans = scans.filter(({ sparse }) => sparse);
  if (sparseScans.length === 0) return null;
  const rowsByScan = await scope.db.read(
    sparseScans.map(({ from, where, order }) =>
      stmt(
        `SELECT c.n, c.at FROM ${from} WHERE ${where.sql} AND ${positionColumn(order)} > ? AND ${positionColumn(order)} < ?
         ORDER BY ${order} DESC LIMIT 1 OFFSET ?`,
        ...where.args,
        range.after,
        range.before,
        maxRows,
      ),
    ),
  );
  const scanEnds = rowsByScan.flat().map((row) => ({ n: Number(row.n), at: Number(row.at) }));
  return scanEnds.reduce<{ n: number; at: Instant } | null>(
    (highest, scanEnd) => (highest && highest.n > scanEnd.n ? highest : scanEnd),
    null,
  );
}

const positionColumn = (order: LogScan["order"]): "a.n" | "c.n" => (order === "a.n" ? "a.n" : "c.n");

function scanStmt(
  { from, where, tests, order }: LogScan,
  { after, before }: PositionRange,
  filter: ChangesFilter,
  maxRows: number,
): Stmt {
  const period = [
    ...(filter.from === undefined ? [] : [{ sql: "c.at >= ?", args: [filter.from] }]),
    ...(filter.to === undefined ? [] : [{ sql: "c.at < ?", args: [filter.to] }]),
  ];
  const parts = [where, ...tests, ...period];
  return stmt(
    `SELECT c.n, c.cause FROM ${from} WHERE ${parts.map(({ sql }) => sql).join(" AND ")}
     AND ${positionColumn(order)} > ? AND ${positionColumn(order)} < ? ORDER BY ${order} DESC LIMIT ?`,
    ...parts.flatMap(({ args }) => args),
    after,
    before,
    maxRows,
  );
}

/**
 * The search for a cause compares its rendered sentence: current names of people, and times as the reader sees them.
 * Many rows share one cause, so each is rendered once.
 */
async function causeMatcher(
  scope: Scope,
  locale: DisplayLocale,
  causeText: string,
  rows: readonly Row[],
): Promise<(row: Row) => boolean> {
  const causes = [...new Set(rows.flatMap(({ cause }) => (cause === null ? [] : [String(cause)])))];
  const rendered = await withDisplayNames(scope, locale, (show) =>
    causes.map((cause) => show.message(JSON.parse(cause) as Message)),
  );
  const matching = new Set(causes.filter((_, index) => normalizeForSearch(rendered[index]!).includes(causeText)));
  return ({ cause }) => matching.has(cause);
}
