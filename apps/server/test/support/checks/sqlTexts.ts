import type { Database } from "../../../src/store/database/port.ts";

/** Every statement of this process, by its text without counts. */
const knownTexts = new Map<string, string>();

/** The text without counts: repeated parts become one, and every number the same. */
const withoutCounts = (sql: string): string =>
  sql
    .replace(/\d+/g, "0")
    .replace(/\?0?(?:, ?\?0?)+/g, "?")
    .replace(/(\([^()]*\))(?:, ?\1)+/g, "$1")
    .replace(/(\b[^()]{3,120}?)(?: (?:OR|AND|UNION ALL|UNION) \1)+/g, "$1");

/**
 * Notes each statement whose text depends on a count. Each such text is prepared again and never freed by the driver:
 * counts belong in `json_each(?)` or `LIMIT ?`.
 */
export function watchSqlTexts(db: Database, varying: string[]): void {
  const note = (stmt: { sql: string }) => {
    const sql = stmt.sql.replace(/\s+/g, " ");
    const plain = withoutCounts(sql);
    const first = knownTexts.get(plain) ?? sql;
    knownTexts.set(plain, first);
    if (first !== sql) varying.push(`${first}\n  beside\n${sql}`);
  };
  const { read, write } = db;
  db.read = (stmts) => {
    stmts.forEach(note);
    return read(stmts);
  };
  db.write = (work) =>
    write({
      ...work,
      reads: (work.reads.forEach(note), work.reads),
      decide: async (rows) => {
        const outcome = await work.decide(rows);
        outcome.writes.forEach(note);
        return outcome;
      },
    });
}
