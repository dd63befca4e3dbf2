import { type Database, type Row, type SqlValue, stmt } from "../../../store/database/port.ts";

/** Rows across all accounts, for work that falls due. */
export async function findRows(db: Database, sql: string, ...args: SqlValue[]): Promise<Row[]> {
  const [rows] = await db.read([stmt(sql, ...args)]);
  return rows!;
}
