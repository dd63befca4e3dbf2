import { type Database, stmt } from "../database/port.ts";

const TRIES = 5;

/**
 * Runs a check while others write. A file database gives it a snapshot. A remote one cannot, so a finding counts only
 * if nothing was written meanwhile, or if it remains after several tries.
 */
export async function checkConsistently<T>(
  db: Database,
  check: (db: Database) => Promise<T>,
  isClean: (result: T) => boolean,
): Promise<T> {
  if (db.kind === "file") return db.withSnapshot(check);
  for (let tries = 1; ; tries += 1) {
    const before = await writtenSoFar(db);
    const result = await check(db);
    if (isClean(result) || tries === TRIES || (await writtenSoFar(db)) === before) return result;
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
