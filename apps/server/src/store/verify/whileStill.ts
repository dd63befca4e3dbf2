import { type Database, stmt } from "../database/port.ts";

const TRIES = 5;

/**
 * Runs a check while others write. A file database gives it a snapshot. A remote one cannot, so a finding counts only
 * if nothing was written meanwhile, or if it remains after several tries.
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

/** Changes whenever a log, the ledger or a seal changes. */
async function writtenSoFar(db: Database): Promise<string> {
  const [[logs], seals] = (await db.read([
    stmt("SELECT (SELECT max(seq) FROM changes) AS changes, (SELECT max(seq) FROM postings) AS postings"),
    stmt("SELECT signature FROM seals ORDER BY account"),
  ])) as [object[], object[]];
  return JSON.stringify([logs, seals]);
}
