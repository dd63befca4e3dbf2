import { changeDigest } from "../../../src/store/changeChain.ts";
import { type Database, type Row, stmt } from "../../../src/store/database/port.ts";

const COLUMNS =
  "account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at";

/** Recomputes every digest. Answers the first row that was altered, or null. */
export async function findBrokenLink(db: Database): Promise<string | null> {
  const [rows] = await db.read([stmt(`SELECT ${COLUMNS}, digest FROM changes ORDER BY account, n`)]);
  let previous: { account: string; n: number; digest: string } = { account: "", n: 0, digest: "" };
  for (const row of rows!) {
    if (row.account !== previous.account) previous = { account: row.account, n: 0, digest: "" };
    const values = COLUMNS.split(", ").map((column) => row[column]);
    if (row.n !== previous.n + 1) return `${row.account} skips from ${previous.n} to ${row.n}`;
    if (changeDigest(previous.digest, values) !== row.digest) return `${row.account} ${row.n}`;
    previous = { account: row.account, n: row.n, digest: row.digest };
  }
  return null;
}

/** The records, rebuilt from the log alone. */
export async function rebuildRecords(db: Database): Promise<Row[]> {
  const [rows] = await db.read([
    stmt(`SELECT account, kind, id, version, shape, data, at FROM changes c WHERE event <> 'deleted' AND version =
      (SELECT max(version) FROM changes WHERE account = c.account AND kind = c.kind AND id = c.id)
      ORDER BY account, kind, id`),
  ]);
  return rows!;
}

/** The versions of one record in the log. */
export async function versionsOf(db: Database, account: string, kind: string, id: string): Promise<number[]> {
  const [rows] = await db.read([
    stmt("SELECT version FROM changes WHERE account = ? AND kind = ? AND id = ? ORDER BY seq", account, kind, id),
  ]);
  return rows!.map((row) => Number(row.version));
}
