import { type Database, type Row, type SqlValue, stmt } from "../../../store/database/port.ts";

/** Calls that began at or before an instant, wherever they are. */
export const OLD_CALLS_SQL =
  "SELECT account, id FROM keys WHERE kind = 'call' AND name = 'started' AND value <= ? ORDER BY value LIMIT 25";

/** Rows across all accounts, for work that falls due. */
export async function findRows(db: Database, sql: string, ...args: SqlValue[]): Promise<Row[]> {
  const [rows] = await db.read([stmt(sql, ...args)]);
  return rows!;
}
