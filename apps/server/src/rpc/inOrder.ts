import type { Database } from "../store/database/port.ts";

const LAST_CALLS = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * Lets one caller's calls continue in the order in which they arrived. Over a network a later call's reads may be
 * answered first, and of two clicks the second would be written first. The reads themselves run concurrently.
 */
export async function runInOrder<T>(db: Database, caller: string | null, run: () => Promise<T>): Promise<T> {
  if (db.kind === "file" || caller === null) return run();
  let lastCalls = LAST_CALLS.get(db);
  if (!lastCalls) LAST_CALLS.set(db, (lastCalls = new Map()));
  const before = lastCalls.get(caller);
  const answer = run();
  const settled = Promise.allSettled([before, answer]).then(() => {
    if (lastCalls.get(caller) === settled) lastCalls.delete(caller);
  });
  lastCalls.set(caller, settled);
  await before;
  return answer;
}
