import { Failure } from "@callboard/domain/failure";
import type { Doc } from "@callboard/domain/record";
import { anyKind, type DataOf, type KindName, kindOf } from "@callboard/domain/records";
import { counted, countStmt } from "./counting.ts";
import { single, type Stmt, stmt } from "./db.ts";
import { isFound, matchOf, narrows, type Search } from "./find.ts";
import { allStmt, docOf, type Need, ownerOf } from "./needs.ts";
import type { Scope } from "./scope.ts";

export const PAGE_MAX = 200;

export interface PageAsk {
  /** The declared index by which the list is sorted. A search has its own order: the newest first. */
  by: string;
  descending?: boolean | undefined;
  limit: number;
  /** What the page before gave as `next`. */
  after?: string | null | undefined;
}

export interface Page<D> {
  docs: Doc<D>[];
  /** Where the next page begins; null on the last one. */
  next: string | null;
}

/** One page of a kind, by place and never by number: rows that come and go meanwhile are neither skipped nor repeated. */
export function page<K extends KindName>(kind: K, ask: PageAsk, search: Search = {}): Need<Page<DataOf<K>>> {
  const searched = narrows(search);
  return {
    stmts: (scope) => [
      scope.asOf !== undefined
        ? allStmt(scope, kind)
        : searched
          ? foundStmt(scope, kind, ask, search)
          : sortedStmt(scope, kind, ask),
    ],
    take: ([rows], seen, scope) => {
      if (scope.asOf !== undefined)
        return pastPage(
          kind,
          rows!.map((row) => docOf<K>(row, seen)),
          ask,
          search,
        );
      const shown = rows!.slice(0, ask.limit);
      const last = shown.at(-1);
      return {
        docs: shown.map((row) => docOf<K>(row, seen)),
        next: rows!.length > ask.limit && last ? placeOf(searched ? [Number(last.n)] : [last.value, last.id]) : null,
      };
    },
  };
}

/** How many of a kind the account has in its list. */
export function tally(kind: KindName): Need<number> {
  return {
    stmts: (scope) => [
      scope.asOf === undefined
        ? single("SELECT n FROM tallies WHERE account = ? AND kind = ?", ownerOf(scope, undefined), kind)
        : allStmt(scope, kind),
    ],
    take: ([rows], seen, scope) =>
      scope.asOf === undefined ? Number(rows![0]?.n ?? 0) : rows!.filter((row) => isListed(docOf(row, seen))).length,
  };
}

/** How many a search finds; without one, how many there are. */
export function count(kind: KindName, search: Search): Need<number> {
  if (!narrows(search)) return tally(kind);
  return {
    stmts: (scope) => [scope.asOf === undefined ? countStmt(scope, kind, search) : allStmt(scope, kind)],
    take: ([rows], seen, scope) =>
      scope.asOf === undefined
        ? counted(scope, kind, search, rows![0]!)
        : rows!.filter((row) => isFound(anyKind(kind), docOf(row, seen).data, search)).length,
  };
}

/** What the default list holds: a kind's index by name leaves out what is over. */
const isListed = ({ kind, data }: Doc<unknown>): boolean =>
  anyKind(kind as KindName).indexes?.name?.(data as never) !== null;

/** The indexes speak of the present only: a page of the past is sorted and searched here. */
function pastPage<K extends KindName>(
  name: K,
  docs: Doc<DataOf<K>>[],
  { by, descending, limit, after }: PageAsk,
  search: Search,
): Page<DataOf<K>> {
  const kind = anyKind(name);
  const valueOf = kind.indexes?.[by];
  if (!valueOf) throw new Error(`${name} declares no index ${by}`);
  const way = descending ? -1 : 1;
  const order = (a: readonly [string, string], b: readonly [string, string]) =>
    way * (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
  const from = after ? (placeIn(after, 2).map(String) as [string, string]) : null;
  const list = docs
    .filter(({ data }) => (narrows(search) ? isFound(kind, data, search) : valueOf(data) !== null))
    .map((doc) => ({ doc, place: [valueOf(doc.data) ?? "", doc.id] as const }))
    .filter(({ place }) => from === null || order(place, from) > 0)
    .sort((a, b) => order(a.place, b.place));
  const shown = list.slice(0, limit);
  return {
    docs: shown.map(({ doc }) => doc),
    next: list.length > limit ? placeOf(shown.at(-1)!.place) : null,
  };
}

const RECORD = "r.account, r.kind, r.id, r.version, r.shape, r.data, r.at";

function sortedStmt(scope: Scope, kind: KindName, { by, descending, limit, after }: PageAsk): Stmt {
  if (!kindOf(kind).indexes?.[by]) throw new Error(`${kind} declares no index ${by}`);
  const [value, id] = after ? placeIn(after, 2) : [];
  const [beyond, way] = descending ? ["<", "DESC"] : [">", "ASC"];
  return stmt(
    `SELECT ${RECORD}, k.value FROM keys k JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
     WHERE k.space = ? AND k.kind = ? AND k.name = ? ${after ? `AND (k.value, k.id) ${beyond} (?, ?)` : ""}
     ORDER BY k.value ${way}, k.id ${way} LIMIT ?`,
    ownerOf(scope, undefined),
    kind,
    by,
    ...(after ? [String(value), String(id)] : []),
    limit + 1,
  );
}

function foundStmt(scope: Scope, kind: KindName, { limit, after }: PageAsk, search: Search): Stmt {
  const [before] = after ? placeIn(after, 1) : [Number.MAX_SAFE_INTEGER];
  return stmt(
    `SELECT ${RECORD}, d.n FROM found f JOIN finds d ON d.n = f.rowid
     JOIN records r ON r.account = d.account AND r.kind = d.kind AND r.id = d.id
     WHERE found MATCH ? AND f.rowid < ? ORDER BY f.rowid DESC LIMIT ?`,
    matchOf(ownerOf(scope, undefined), kind, search),
    Number(before),
    limit + 1,
  );
}

const placeOf = (place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

function placeIn(after: string, parts: number): (string | number)[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(after, "base64url").toString());
    if (
      Array.isArray(place) &&
      place.length === parts &&
      place.every((part) => /^(?:string|number)$/.test(typeof part))
    )
      return place;
  } catch {
    // Falls through to the refusal.
  }
  throw new Failure("invalid", "lists.placeOdd", {}, "after");
}
