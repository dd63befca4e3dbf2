import { type Database, stmt } from "../database/port.ts";

/** People's current names, including those who have left. */
export async function readPersonNames(db: Database, ids: Iterable<string>): Promise<Map<string, string>> {
  const distinctIds = [...new Set(ids)];
  if (distinctIds.length === 0) return new Map();
  const [rows] = await db.read([
    stmt("SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(distinctIds)),
  ]);
  return new Map(rows!.map((row) => [row.id as string, row.name as string]));
}
