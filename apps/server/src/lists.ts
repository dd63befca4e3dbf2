import { Failure } from "@callboard/domain/failure";
import type { Doc } from "@callboard/domain/record";
import { type DataOf, type KindName, kindOf } from "@callboard/domain/records";
import { single, type Stmt, stmt } from "./db.ts";
import { matchOf, narrows, type Search } from "./find.ts";
import { docOf, type Need, ownerOf } from "./needs.ts";
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
    stmts: (scope) => [searched ? foundStmt(scope, kind, ask, search) : sortedStmt(scope, kind, ask)],
    take: ([rows], seen) => {
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
    stmts: (scope) => [single("SELECT n FROM tallies WHERE account = ? AND kind = ?", ownerOf(scope, undefined), kind)],
    take: ([rows]) => Number(rows![0]?.n ?? 0),
  };
}

/** How many a search finds; without one, how many there are. */
export function count(kind: KindName, search: Search): Need<number> {
  if (!narrows(search)) return tally(kind);
  return {
    stmts: (scope) => [
      single("SELECT count(*) AS n FROM found WHERE found MATCH ?", matchOf(ownerOf(scope, undefined), kind, search)),
    ],
    take: ([rows]) => Number(rows![0]!.n),
  };
}

const RECORD = "r.account, r.kind, r.id, r.version, r.shape, r.data, r.at";

function sortedStmt(scope: Scope, kind: KindName, { by, descending, limit, after }: PageAsk): Stmt {
  present(scope);
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
  present(scope);
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

/** The keys speak of the present only. */
function present(scope: Scope): void {
  if (scope.asOf !== undefined) throw new Error("A list cannot be asked about the past");
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
