import { Failure } from "@callboard/domain/core/failure";
import type { Doc } from "@callboard/domain/core/record";
import { anyKind, type DataOf, type KindName, kindOf } from "@callboard/domain/core/records";
import { countMatches } from "./searchCounts.ts";
import { type Row, single, type Stmt, stmt } from "../database/port.ts";
import { matchesSearch, hasSeveralTerms, ftsMatch, isNarrowing, type Search, searchConditions } from "./searchIndex.ts";
import { emptyReadRecords, parseRecord, type Query, findAll } from "../queries.ts";
import { allRecordsStmt } from "../recordStatements.ts";
import { checkedAccount } from "../checkedAccount.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";

export const PAGE_MAX = 200;

export interface PageInput {
  /** The declared index that sorts the list; records without a value in it are left out. */
  by: string;
  descending?: boolean | undefined;
  limit: number;
  /** The previous page's `next`. */
  after?: string | null | undefined;
}

export interface Page<D> {
  docs: Doc<D>[];
  /** The cursor of the next page; null on the last one. Other pages may have fewer than `limit` records. */
  next: string | null;
}

/**
 * A search with up to this many matches gathers and sorts them. With more, it walks the sorted list and tests each
 * record, which usually fills a page quickly. If it doesn't, the page is short and says where to continue, so that
 * other requests don't wait. `SCAN_MAX`: how many records one page walks.
 */
const SORT_MAX = 2000;
const SCAN_MAX = 4000;

/**
 * One page of a kind. It continues from a position, not an offset: records that appear or disappear meanwhile are
 * neither skipped nor repeated.
 */
export async function readPage<K extends KindName>(
  scope: Scope,
  kind: K,
  page: PageInput,
  search: Search = {},
): Promise<Page<DataOf<K>>> {
  const cursor = page.after ? decodeCursor(page.after) : null;
  if (!kindOf(kind).indexes?.[page.by]) throw new Error(`${kind} declares no index ${page.by}`);
  if (scope.asOf !== undefined) {
    const { docs } = await read(scope, { docs: findAll(kind) });
    return pastPage(kind, docs, page, search);
  }
  if (!isNarrowing(search)) return pageFrom(await readRows(scope, sortedStmt(scope, kind, page, cursor)), page.limit);
  const match = ftsMatch(checkedAccount(scope, undefined), kind, search);
  const [matchCount] = await findRows(scope, search, single(CAPPED_COUNT_SQL, match, SORT_MAX + 1));
  if (Number(matchCount!.n) <= SORT_MAX)
    return pageFrom(await findRows(scope, search, sortedSearchStmt(scope, kind, page, cursor, match)), page.limit);
  const [end] = await readRows(scope, sectionEndStmt(scope, kind, page, cursor));
  const section = pageFrom<K>(await readRows(scope, scanStmt(scope, kind, page, cursor, end, search)), page.limit);
  return section.next === null && end ? { ...section, next: encodeCursor([end.value, end.id]) } : section;
}

const readRows = async (scope: Scope, statement: Stmt): Promise<Row[]> => (await scope.db.read([statement]))[0]!;

/**
 * A search for several terms with few matches takes tens of milliseconds in a long list, so it runs on another thread.
 */
const findRows = async (scope: Scope, search: Search, statement: Stmt): Promise<Row[]> =>
  hasSeveralTerms(search) ? (await scope.db.readInBackground([statement]))[0]! : readRows(scope, statement);

function pageFrom<K extends KindName>(rows: readonly Row[], limit: number): Page<DataOf<K>> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const readRecords = emptyReadRecords();
  return {
    docs: shown.map((row) => parseRecord<K>(row, readRecords)),
    next: rows.length > limit && last ? encodeCursor([last.value, last.id]) : null,
  };
}

/** The complete list in its order, for lists whose length is known to be small. */
export const findAllSorted = <K extends KindName>(kind: K, by: string): Query<Doc<DataOf<K>>[]> => ({
  statements: (scope) => [sortedStmt(scope, kind, { by, limit: Number.MAX_SAFE_INTEGER - 1 }, null)],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<K>(row, readRecords)),
});

/** The number of a kind's records in the account's list. */
export function countListed(kind: KindName): Query<number> {
  return {
    statements: (scope) => [
      scope.asOf === undefined
        ? single("SELECT n FROM list_counts WHERE account = ? AND kind = ?", checkedAccount(scope, undefined), kind)
        : allRecordsStmt(scope, kind),
    ],
    parse: ([rows], readRecords, scope) =>
      scope.asOf === undefined
        ? Number(rows![0]?.n ?? 0)
        : rows!.filter((row) => isListed(parseRecord(row, readRecords))).length,
  };
}

/** The number of matches; without a search, the length of the list. */
export async function countListMatches(scope: Scope, kind: KindName, search: Search): Promise<number> {
  if (scope.asOf !== undefined && isNarrowing(search)) {
    const { docs } = await read(scope, { docs: findAll(kind) });
    return docs.filter(({ data }) => matchesSearch(anyKind(kind), data, search)).length;
  }
  return isNarrowing(search) ? countMatches(scope, kind, search) : (await read(scope, { n: countListed(kind) })).n;
}

/** Whether the default list contains a record: the index by name leaves out ended ones. */
const isListed = ({ kind, data }: Doc<unknown>): boolean =>
  anyKind(kind as KindName).indexes?.name?.(data as never) !== null;

/** Indexes cover only the present: a page of the past is sorted and searched here. */
function pastPage<K extends KindName>(
  name: K,
  docs: Doc<DataOf<K>>[],
  { by, descending, limit, after }: PageInput,
  search: Search,
): Page<DataOf<K>> {
  const kind = anyKind(name);
  const valueOf = kind.indexes![by]!;
  const direction = descending ? -1 : 1;
  const order = (a: readonly [string, string], b: readonly [string, string]) =>
    direction * (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
  const cursor = after ? decodeCursor(after) : null;
  const matching = docs
    .filter(({ data }) => valueOf(data) !== null && matchesSearch(kind, data, search))
    .map((doc) => ({ doc, position: [valueOf(doc.data) ?? "", doc.id] as const }))
    .filter(({ position }) => cursor === null || order(position, cursor) > 0)
    .sort((a, b) => order(a.position, b.position));
  const shown = matching.slice(0, limit);
  return {
    docs: shown.map(({ doc }) => doc),
    next: matching.length > limit ? encodeCursor(shown.at(-1)!.position) : null,
  };
}

const RECORD_COLUMNS = "r.account, r.kind, r.id, r.version, r.shape, r.data, r.at";
/** The number of matches, counted only up to a limit. */
const CAPPED_COUNT_SQL = "SELECT count(*) AS n FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)";

type PageCursor = readonly [value: string, id: string];

/** The SQL for a list's order, and the condition for what comes after a position. */
function orderBy({ descending }: PageInput, cursor: PageCursor | null, table: string) {
  const [comparison, direction] = descending ? ["<", "DESC"] : [">", "ASC"];
  return {
    condition: cursor ? `AND (${table}.value, ${table}.id) ${comparison} (?, ?)` : "",
    order: `ORDER BY ${table}.value ${direction}, ${table}.id ${direction}`,
    args: cursor ?? [],
  };
}

function sortedStmt(scope: Scope, kind: KindName, page: PageInput, cursor: PageCursor | null): Stmt {
  const { condition, order, args } = orderBy(page, cursor, "k");
  return stmt(
    `SELECT ${RECORD_COLUMNS}, k.value FROM keys k JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
     WHERE k.space = ? AND k.kind = ? AND k.name = ? ${condition} ${order} LIMIT ?`,
    checkedAccount(scope, undefined),
    kind,
    page.by,
    ...args,
    page.limit + 1,
  );
}

/** All matches, sorted by the values stored next to the search words. */
function sortedSearchStmt(
  scope: Scope,
  kind: KindName,
  page: PageInput,
  cursor: PageCursor | null,
  match: string,
): Stmt {
  const { condition, order, args } = orderBy(page, cursor, "s");
  return stmt(
    `SELECT ${RECORD_COLUMNS}, s.value FROM (SELECT s.value, s.id FROM (SELECT d.sorts ->> ? AS value, d.id FROM search_index f
       JOIN search_entries d ON d.n = f.rowid WHERE search_index MATCH ?) s WHERE s.value IS NOT NULL ${condition} ${order} LIMIT ?) s
     CROSS JOIN records r ON r.account = ? AND r.kind = ? AND r.id = s.id ${order}`,
    page.by,
    match,
    ...args,
    page.limit + 1,
    checkedAccount(scope, undefined),
    kind,
  );
}

/** The matches in the section of the sorted list that ends at `end`, or at the list's end. */
function scanStmt(
  scope: Scope,
  kind: KindName,
  page: PageInput,
  cursor: PageCursor | null,
  end: Row | undefined,
  search: Search,
): Stmt {
  const { condition, order, args } = orderBy(page, cursor, "k");
  const conditions = searchConditions(search);
  return stmt(
    `SELECT ${RECORD_COLUMNS}, k.value FROM keys k CROSS JOIN search_entries d ON d.account = k.account AND d.kind = k.kind AND d.id = k.id
     CROSS JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
     WHERE k.space = ? AND k.kind = ? AND k.name = ? ${condition}
     ${end ? `AND (k.value, k.id) ${page.descending ? ">=" : "<="} (?, ?)` : ""} AND ${conditions.sql} ${order} LIMIT ?`,
    checkedAccount(scope, undefined),
    kind,
    page.by,
    ...args,
    ...(end ? [end.value, end.id] : []),
    ...conditions.args,
    page.limit + 1,
  );
}

/** The last record of the section that a page scans; no row if the list ends earlier. */
function sectionEndStmt(scope: Scope, kind: KindName, page: PageInput, cursor: PageCursor | null): Stmt {
  const { condition, order, args } = orderBy(page, cursor, "k");
  return stmt(
    `SELECT k.value, k.id FROM keys k WHERE k.space = ? AND k.kind = ? AND k.name = ? ${condition} ${order}
     LIMIT 1 OFFSET ${SCAN_MAX - 1}`,
    checkedAccount(scope, undefined),
    kind,
    page.by,
    ...args,
  );
}

export const encodeCursor = (cursor: PageCursor): string => Buffer.from(JSON.stringify(cursor)).toString("base64url");

export function decodeCursor(after: string): PageCursor {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(after, "base64url").toString());
    if (Array.isArray(cursor) && cursor.length === 2 && cursor.every((part) => typeof part === "string"))
      return cursor as unknown as PageCursor;
  } catch {
    // Falls through to the failure.
  }
  throw new Failure("invalid", "api.invalidCursor", {}, "after");
}
