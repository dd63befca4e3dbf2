import { read } from "../../store/commit.ts";
import type { Database } from "../../store/database/port.ts";
import type { Scope } from "../../store/scope.ts";
import { findPeopleAfter, findProgress, type OpenPerson } from "./reads/rows.ts";

/** Everybody who ever had a seat, as of a position in the log. */
export interface OpenPeople {
  n: number;
  people: ReadonlyMap<string, OpenPerson>;
}

/** Few accounts' reports are read at the same time. */
const ACCOUNTS_MAX = 20;
const cache = new WeakMap<Database, Map<string, OpenPeople>>();

/** As of what was counted last: only those of whom something was counted since the last call are read. */
export async function readOpenPeople(scope: Scope): Promise<OpenPeople> {
  const known = cache.get(scope.db) ?? new Map<string, OpenPeople>();
  cache.set(scope.db, known);
  const cached = known.get(scope.account);
  const since = cached?.n ?? -1;
  const { progress, changed } = await read(scope, { progress: findProgress, changed: findPeopleAfter(since) });
  if (cached && progress.n === since) return cached;
  // While everything is counted again, what was known is as good as nothing.
  const isBehind = progress.n < since;
  const { progress: position, changed: people } = isBehind
    ? await read(scope, { progress: findProgress, changed: findPeopleAfter(-1) })
    : { progress, changed };
  const latest = new Map(isBehind ? [] : cached?.people);
  for (const person of people) latest.set(person.person, person);
  known.delete(scope.account);
  const open = { n: position.n, people: latest };
  known.set(scope.account, open);
  for (const account of known.keys()) {
    if (known.size <= ACCOUNTS_MAX) break;
    known.delete(account);
  }
  return open;
}
