import { type Database, stmt } from "../database/port.ts";

const TRIES = 5;

/**
 * Looks whether all is whole while others write. A file is held still for it. A remote database is not: there only what is wrong
 * is believed that was found while nothing was written, or again and again.
 */
export async function lookedAt<T>(
  db: Database,
  look: (still: Database) => Promise<T>,
  isWhole: (found: T) => boolean,
): Promise<T> {
  if (db.kind === "file") return db.still(look);
  for (let tries = 1; ; tries += 1) {
    const before = await writtenSoFar(db);
    const found = await look(db);
    if (isWhole(found) || tries === TRIES || (await writtenSoFar(db)) === before) return found;
  }
}

/** Moves with whatever moves a log, the money or a seal. */
async function writtenSoFar(db: Database): Promise<string> {
  const [[logs], seals] = (await db.read([
    stmt("SELECT (SELECT max(seq) FROM changes) AS changes, (SELECT max(seq) FROM postings) AS postings"),
    stmt("SELECT signature FROM seals ORDER BY account"),
  ])) as [object[], object[]];
  return JSON.stringify([logs, seals]);
}
