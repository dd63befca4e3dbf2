import Sqlite from "libsql";
import type { Database, Row } from "../../src/store/database/port.ts";

/** The reads of the thread that answers calls. */
export interface ReadCount {
  /** The number of rows so far. */
  rows: number;
  texts: Set<string>;
}

/** Counts in the database object that everybody uses. Reads on other threads aren't counted. */
export function countReads(db: Database): ReadCount {
  const readCount: ReadCount = { rows: 0, texts: new Set() };
  const count = (stmts: readonly { sql: string }[], rows: readonly Row[][]) => {
    for (const { sql } of stmts) readCount.texts.add(sql);
    readCount.rows += rows.reduce((sum, { length }) => sum + length, 0);
  };
  const { read, write } = db;
  db.read = async (stmts) => {
    const rows = await read(stmts);
    count(stmts, rows);
    return rows;
  };
  db.write = (work) =>
    write({
      ...work,
      async decide(rows) {
        count(work.reads, rows);
        const outcome = await work.decide(rows);
        count(outcome.writes, []);
        return outcome;
      },
    });
  return readCount;
}

/** Tables that grow with all accounts together. */
const LONG_TABLES =
  "records|changes|keys|postings|search_entries|change_people|record_counts|usage|commands|mails|people|sessions|jobs|run_items";

/** The statements that scan all of a long table, with the query plan's step. */
export function scansIn(file: string, texts: Iterable<string>): string[] {
  const db = new Sqlite(file);
  const scans: string[] = [];
  for (const sql of texts) {
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    const tables = new Map<string, string>();
    for (const [, table, alias] of sql.matchAll(
      new RegExp(`\\b(${LONG_TABLES})\\b(?:\\s+(?:AS\\s+)?([a-z]\\w*))?`, "g"),
    )) {
      tables.set(table!, table!);
      if (alias !== undefined) tables.set(alias, table!);
    }
    for (const { detail } of steps) {
      const scanned = /^SCAN (\w+)(?! VIRTUAL)/.exec(detail)?.[1];
      if (scanned !== undefined && tables.has(scanned)) scans.push(`${detail}: ${sql.replace(/\s+/g, " ")}`);
    }
  }
  db.close();
  return scans;
}
