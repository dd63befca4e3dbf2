import type { Database } from "../store/database/port.ts";

const QUEUES = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * What one caller asks for goes on in the order in which it came. Across a network a question may be answered before an
 * earlier one: of two clicks the second would be written first. They are asked side by side all the same.
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
