import { brokenBookOf, reconcile } from "./books.ts";
import { linkDigest } from "./changes.ts";
import { type Database, stmt, wholeJson } from "./db.ts";
import { checkpoint } from "./purge.ts";
import type { Seal } from "./seal.ts";

/** The first thing that is not as it was written: where it stands, and what is wrong with it. */
export interface Broken {
  table: "changes" | "records" | "postings" | "usage" | "checkpoints";
  account: string;
  /** Its place: the number in the account's log, the posting's number, or the record. */
  row: string;
  what: string;
}

export interface Proof {
  accounts: number;
  rows: number;
  removed: number;
  broken: Broken | null;
}

const PAGE = 500;
const COLUMNS =
  "account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at";
const NAMES = COLUMNS.split(", ");

/** Proves the log, the present and the money: of one account, or of all. Reads in pages and gives way between them. */
export async function verify(db: Database, seal: Seal, account?: string): Promise<Proof> {
  const [owners] = await db.read([stmt("SELECT DISTINCT account FROM changes ORDER BY account")]);
  const proof: Proof = { accounts: 0, rows: 0, removed: 0, broken: null };
  for (const { account: owner } of account === undefined ? owners! : [{ account }]) {
    proof.accounts += 1;
    proof.broken = await brokenLink(db, owner, proof);
    proof.broken ??= await brokenCheckpoint(db, seal, owner);
    proof.broken ??= await brokenRecord(db, owner);
    if (proof.broken) return proof;
  }
  proof.broken = account === undefined ? (await reconcile(db)).broken : await brokenBookOf(db, account);
  return proof;
}

/** Row by row, each digest is worked out anew over the one before; a lawfully removed row left its own. */
async function brokenLink(db: Database, account: string, proof: Proof): Promise<Broken | null> {
  let before = { n: 0, digest: "" };
  for (;;) {
    const [rows, removed] = await db.read([
      stmt(
        `SELECT ${COLUMNS}, digest FROM changes WHERE account = ? AND n > ? ORDER BY n LIMIT ${PAGE}`,
        account,
        before.n,
      ),
      stmt(`SELECT n, digest FROM removed WHERE account = ? AND n > ? ORDER BY n LIMIT ${PAGE}`, account, before.n),
    ]);
    const links = [...rows!, ...removed!].sort((a, b) => a.n - b.n).slice(0, PAGE);
    if (links.length === 0) return null;
    for (const row of links) {
      const n = Number(row.n);
      const at = (what: string): Broken => ({ table: "changes", account, row: String(n), what });
      if (n !== before.n + 1) return at(`rows ${before.n + 1} to ${n - 1} are missing before it`);
      if ("data" in row) {
        proof.rows += 1;
        const values = NAMES.map((name) => row[name]);
        if (linkDigest(before.digest, values) !== row.digest) return at("it is not as it was written");
      } else proof.removed += 1;
      before = { n, digest: String(row.digest) };
    }
    await new Promise((next) => setImmediate(next));
  }
}

async function brokenCheckpoint(db: Database, seal: Seal, account: string): Promise<Broken | null> {
  const [marks, counts] = await db.read([
    stmt("SELECT removed, at, signature FROM checkpoints WHERE account = ?", account),
    stmt("SELECT count(*) AS n FROM removed WHERE account = ?", account),
  ]);
  const mark = marks![0];
  const count = Number(counts![0]!.n);
  const at = (what: string): Broken => ({ table: "checkpoints", account, row: "checkpoint", what });
  if (!mark) return count === 0 ? null : at(`${count} rows were removed and nothing vouches for it`);
  if (seal.sign(checkpoint(account, Number(mark.removed), Number(mark.at))) !== mark.signature)
    return at("its signature does not fit");
  return Number(mark.removed) === count ? null : at(`it vouches for ${mark.removed} removed rows, ${count} are gone`);
}

/** What was no text when it was written has signs of its own in the present. */
const isAlike = (written: string | null, present: string | null): boolean =>
  written === present || (written !== null && wholeJson(written) === present);

/** The present is the newest version of each record, and there is no record beside. */
async function brokenRecord(db: Database, account: string): Promise<Broken | null> {
  for (let place: [string, string] = ["", ""]; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT r.kind, r.id, c.event, (c.version IS r.version AND c.shape IS r.shape AND c.at IS r.at) AS same,
         CASE WHEN c.data IS NOT r.data THEN c.data END AS written, CASE WHEN c.data IS NOT r.data THEN r.data END AS present
         FROM records r LEFT JOIN changes c ON c.account = r.account AND c.kind = r.kind AND c.id = r.id AND c.version =
         (SELECT max(version) FROM changes WHERE account = r.account AND kind = r.kind AND id = r.id)
         WHERE r.account = ? AND (r.kind, r.id) > (?, ?) ORDER BY r.kind, r.id LIMIT ${PAGE}`,
        account,
        ...place,
      ),
    ]);
    const odd = rows!.find(
      ({ same, event, written, present }) => same !== 1 || event === "deleted" || !isAlike(written, present),
    );
    if (odd)
      return {
        table: "records",
        account,
        row: `${odd.kind} ${odd.id}`,
        what: "it is not what its newest version says",
      };
    const last = rows!.at(-1);
    if (!last || rows!.length < PAGE) break;
    place = [last.kind, last.id];
    await new Promise((next) => setImmediate(next));
  }
  const [missing] = await db.read([
    stmt(
      `SELECT kind, id FROM changes c WHERE account = ? AND event <> 'deleted' AND version =
       (SELECT max(version) FROM changes WHERE account = c.account AND kind = c.kind AND id = c.id)
       AND NOT EXISTS (SELECT 1 FROM records r WHERE r.account = c.account AND r.kind = c.kind AND r.id = c.id) LIMIT 1`,
      account,
    ),
  ]);
  const gone = missing![0];
  return gone ? { table: "records", account, row: `${gone.kind} ${gone.id}`, what: "it is missing" } : null;
}
