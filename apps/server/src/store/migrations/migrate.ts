import { type Database, type Stmt, stmt } from "../database/port.ts";
import { baseline } from "./baseline.ts";
import { callTables } from "./calls.ts";
import { correctionTables } from "./corrections.ts";
import { idleReportTable } from "./idleReports.ts";
import { reportTables } from "./reports.ts";

/** In order. A released migration is never edited: a change to the tables is a new one at the end. */
const MIGRATIONS: readonly (readonly [name: string, statements: readonly string[]])[] = [
  ["001 baseline", baseline],
  ["002 calls", callTables],
  ["003 idle reports", idleReportTable],
  ["004 reports", reportTables],
  ["005 corrections", correctionTables],
];

export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map(([name]) => name);

/** Upgrades the database's tables. Each migration and its marker are one transaction, so none is left half done. */
export async function migrate(db: Database): Promise<void> {
  await db.runScript([stmt("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT")]);
  for (const [name, statements] of MIGRATIONS)
    if (!(await isApplied(db, name))) await applyMigration(db, name, ...statements.map((sql) => stmt(sql)));
}

/** Applies statements once, together with a marker that they are done. */
export async function applyMigration(db: Database, name: string, ...stmts: Stmt[]): Promise<void> {
  try {
    await db.runScript([stmt("INSERT INTO migrations (name) VALUES (?)", name), ...stmts]);
  } catch (error) {
    // Another process may have been first: its work is committed and this one was rolled back.
    if (!(await isApplied(db, name))) throw error;
  }
}

export async function isApplied(db: Database, name: string): Promise<boolean> {
  const [rows] = await db.read([stmt("SELECT 1 FROM migrations WHERE name = ?", name)]);
  return rows!.length > 0;
}
