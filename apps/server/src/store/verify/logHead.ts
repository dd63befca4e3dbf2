import { hash } from "node:crypto";
import { type Database, stmt } from "../database/port.ts";
import { POSTING_COLUMNS, storedPostingDigest } from "../ledger/postings.ts";
import { yieldToEventLoop } from "./finding.ts";

const PAGE = 2000;
const HEAD_FORMAT = /^cbh_(\d{1,15})_(\d{1,15})_([\w-]{43})$/;

/** The last positions in the change log and in the ledger, over all accounts. */
interface LogPosition {
  change: number;
  posting: number;
}

/**
 * A line that summarizes everything written so far, to be stored away from this machine. It needs no key, so it detects
 * changes even by somebody who has the key.
 */
export async function currentHead(db: Database): Promise<string> {
  const [rows] = await db.read([
    stmt(
      "SELECT (SELECT coalesce(max(seq), 0) FROM changes) AS change, (SELECT coalesce(max(seq), 0) FROM postings) AS posting",
    ),
  ]);
  const position = { change: Number(rows![0]!["change"]), posting: Number(rows![0]!["posting"]) };
  return `cbh_${position.change}_${position.posting}_${await digestAt(db, position)}`;
}

/**
 * Whether everything that existed when the line was printed is still there unchanged. Null if the text is no such line.
 */
export async function isIntactSince(db: Database, head: string): Promise<boolean | null> {
  const match = HEAD_FORMAT.exec(head);
  if (!match) return null;
  return (await digestAt(db, { change: Number(match[1]), posting: Number(match[2]) })) === match[3];
}

/** A digest over the heads of all logs at that position, which cover all earlier rows, and over every movement. */
async function digestAt(db: Database, { change, posting }: LogPosition): Promise<string> {
  const [heads] = await db.read([
    stmt(
      `SELECT h.account, h.n, coalesce(c.digest, r.digest) AS digest FROM (
         SELECT account, max(n) AS n FROM (
           SELECT account, n FROM changes WHERE seq <= ?1
           UNION ALL SELECT account, n FROM removed WHERE seq IS NULL OR seq <= ?1) GROUP BY account) h
       LEFT JOIN changes c ON c.account = h.account AND c.n = h.n
       LEFT JOIN removed r ON r.account = h.account AND r.n = h.n ORDER BY h.account`,
      change,
    ),
  ]);
  let digest = hash(
    "sha256",
    JSON.stringify(heads!.map(({ account, n, digest: headDigest }) => [account, Number(n), headDigest])),
  );
  for (let seq = 0; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT seq, received_at, ${POSTING_COLUMNS} FROM postings WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${PAGE}`,
        seq,
        posting,
      ),
    ]);
    for (const row of rows!) digest = hash("sha256", digest + storedPostingDigest(row));
    if (rows!.length < PAGE) break;
    seq = Number(rows!.at(-1)!["seq"]);
    await yieldToEventLoop();
  }
  return hash("sha256", digest, "base64url");
}
