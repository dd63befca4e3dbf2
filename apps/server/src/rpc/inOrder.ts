import type { Database } from "../store/database/port.ts";

const QUEUES = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * Lets one caller's calls continue in the order in which they arrived. Over a network a later call's reads may be
 * answered first, and of two clicks the second would be written first. The reads themselves run concurrently.
 */
export async function runInOrder<T>(db: Database, caller: string | null, ask: () => Promise<T>): Promise<T> {
  if (db.kind === "file" || caller === null) return ask();
  let line = QUEUES.get(db);
  if (!line) QUEUES.set(db, (line = new Map()));
  const before = line.get(caller);
  const asked = ask();
  const turn = Promise.allSettled([before, asked]).then(() => {
    if (line.get(caller) === turn) line.delete(caller);
  });
  line.set(caller, turn);
  await before;
  return asked;
}
