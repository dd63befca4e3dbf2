import type { KindName } from "@callboard/domain/core/records";
import { type Database, type Row, single, type Stmt } from "../database/port.ts";
import { ftsMatch, type Search } from "./searchIndex.ts";
import { ownerOf } from "../owners.ts";
import type { Scope } from "../scope.ts";

/** The number of searches whose counts a server caches. */
const REMEMBERED_MAX = 2000;

interface CachedCount {
  stamp: number;
  n: number;
}
const countCache = new WeakMap<Database, Map<string, CachedCount>>();

function countCacheOf(db: Database): Map<string, CachedCount> {
  const known = countCache.get(db) ?? new Map<string, CachedCount>();
  countCache.set(db, known);
  return known;
}

/**
 * The exact number of matches. Counting a hundred thousand takes tens of milliseconds and every page needs it, so it is
 * counted on another thread, and only again after something searchable changed (see its stamp).
 */
export async function countMatches(scope: Scope, kind: KindName, search: Search): Promise<number> {
  const owner = ownerOf(scope, undefined);
  const match = ftsMatch(owner, kind, search);
  const known = countCacheOf(scope.db);
  const before = known.get(match);
  const [[now]] = (await scope.db.read([stampStmt(owner, kind)])) as [Row[]];
  const fresh = before?.stamp === Number(now!.stamp) ? before : await countAgain(scope.db, owner, kind, match);
  known.delete(match);
  known.set(match, fresh);
  if (known.size > REMEMBERED_MAX) known.delete(known.keys().next().value!);
  return fresh.n;
}

const stampStmt = (owner: string, kind: KindName): Stmt =>
  single("SELECT coalesce((SELECT n FROM find_stamps WHERE account = ? AND kind = ?), 0) AS stamp", owner, kind);

async function countAgain(db: Database, owner: string, kind: KindName, match: string): Promise<CachedCount> {
  const [[stamped], [found]] = (await db.readInBackground([
    stampStmt(owner, kind),
    single("SELECT count(*) AS n FROM found WHERE found MATCH ?", match),
  ])) as [Row[], Row[]];
  return { stamp: Number(stamped!.stamp), n: Number(found!.n) };
}
