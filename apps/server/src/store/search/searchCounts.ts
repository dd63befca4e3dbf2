import type { KindName } from "@callboard/domain/core/records";
import { type Database, type Row, single, type Stmt } from "../database/port.ts";
import { ftsMatch, type Search } from "./searchIndex.ts";
import { checkedAccount } from "../checkedAccount.ts";
import type { Scope } from "../scope.ts";

/** The number of searches whose counts a server caches. */
const CACHE_MAX = 2000;

/** `stamp`: a number that triggers increase with every change to what a search of this kind and account can find. */
interface CachedCount {
  stamp: number;
  n: number;
}
const countCache = new WeakMap<Database, Map<string, CachedCount>>();

function countCacheOf(db: Database): Map<string, CachedCount> {
  const cache = countCache.get(db) ?? new Map<string, CachedCount>();
  countCache.set(db, cache);
  return cache;
}

/**
 * The exact number of matches. Counting a hundred thousand takes tens of milliseconds and every page needs it, so it is
 * counted on another thread, and only again after something searchable changed (`stamp`).
 */
export async function countMatches(scope: Scope, kind: KindName, search: Search): Promise<number> {
  const owner = checkedAccount(scope, undefined);
  const match = ftsMatch(owner, kind, search);
  const cache = countCacheOf(scope.db);
  const cached = cache.get(match);
  const [[stampRow]] = (await scope.db.read([stampStmt(owner, kind)])) as [Row[]];
  const current = cached?.stamp === Number(stampRow!.stamp) ? cached : await countAgain(scope.db, owner, kind, match);
  cache.delete(match);
  cache.set(match, current);
  if (cache.size > CACHE_MAX) cache.delete(cache.keys().next().value!);
  return current.n;
}

const stampStmt = (owner: string, kind: KindName): Stmt =>
  single("SELECT coalesce((SELECT n FROM search_stamps WHERE account = ? AND kind = ?), 0) AS stamp", owner, kind);

async function countAgain(db: Database, owner: string, kind: KindName, match: string): Promise<CachedCount> {
  const [[stampRow], [countRow]] = (await db.readInBackground([
    stampStmt(owner, kind),
    single("SELECT count(*) AS n FROM search_index WHERE search_index MATCH ?", match),
  ])) as [Row[], Row[]];
  return { stamp: Number(stampRow!.stamp), n: Number(countRow!.n) };
}
