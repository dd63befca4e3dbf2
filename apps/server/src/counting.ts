import type { KindName } from "@callboard/domain/records";
import { type Database, type Row, single, type Stmt } from "./db.ts";
import { matchOf, type Search } from "./find.ts";
import { ownerOf } from "./needs.ts";
import type { Scope } from "./scope.ts";

/** How many searches a server remembers the counts of. */
const REMEMBERED_MAX = 2000;

interface Counted {
  stamp: number;
  n: number;
}
const remembered = new WeakMap<Database, Map<string, Counted>>();

function countsOf(db: Database): Map<string, Counted> {
  const known = remembered.get(db) ?? new Map<string, Counted>();
  remembered.set(db, known);
  return known;
}

const keyOf = (scope: Scope, kind: KindName, search: Search) => matchOf(ownerOf(scope, undefined), kind, search);

/**
 * How many a search finds, exactly. Counting a hundred thousand takes tens of milliseconds, and every page of a list
 * asks: it is counted anew only where something that can be found has changed since, which its stamp tells.
 */
export function countStmt(scope: Scope, kind: KindName, search: Search): Stmt {
  const match = keyOf(scope, kind, search);
  const before = countsOf(scope.db).get(match);
  return single(
    `SELECT s.stamp, CASE WHEN s.stamp = ?1 THEN ?2 ELSE (SELECT count(*) FROM found WHERE found MATCH ?3) END AS n
     FROM (SELECT coalesce((SELECT n FROM find_stamps WHERE account = ?4 AND kind = ?5), 0) AS stamp) s`,
    before?.stamp ?? -1,
    before?.n ?? 0,
    match,
    ownerOf(scope, undefined),
    kind,
  );
}

/** The answer to `countStmt`, remembered for the next page. */
export function counted(scope: Scope, kind: KindName, search: Search, { stamp, n }: Row): number {
  const known = countsOf(scope.db);
  const match = keyOf(scope, kind, search);
  known.delete(match);
  known.set(match, { stamp: Number(stamp), n: Number(n) });
  if (known.size > REMEMBERED_MAX) known.delete(known.keys().next().value!);
  return Number(n);
}
