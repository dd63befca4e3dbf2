import type { Database } from "../store/database/port.ts";

/** Each caller's last request, and all before it: settled when they are. */
const LAST_CALLS = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * Lets one caller's requests continue in the order in which they arrived. With a database across the network, a later
 * request's reads may be answered first, and of two clicks the second would be written first. The reads themselves run
 * concurrently.
 */
export async function runInOrder<T>(db: Database, caller: string | null, run: () => Promise<T>): Promise<T> {
  if (db.kind === "file" || caller === null) return run();
  let lastCalls = LAST_CALLS.get(db);
  if (!lastCalls) LAST_CALLS.set(db, (lastCalls = new Map()));
  const previous = lastCalls.get(caller);
  const answer = run();
  const settled = Promise.allSettled([previous, answer]).then(() => {
    if (lastCalls.get(caller) === settled) lastCalls.delete(caller);
  });
  lastCalls.set(caller, settled);
  await previous;
  return answer;
}
