import { type Database, stmt } from "../database/port.ts";

/** People's current names, including those who have left. */
export async function readPersonNames(db: Database, ids: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const [found] = await db.read([
    stmt("SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(wanted)),
  ]);
  return new Map(found!.map((row) => [row.id as string, row.name as string]));
}
