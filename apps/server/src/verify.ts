import { linkDigest } from "./changes.ts";
import { type Database, type Row, stmt } from "./db.ts";
import { postingDigest } from "./postings.ts";
import { checkpoint } from "./purge.ts";
import type { Seal } from "./seal.ts";

/** The first thing that is not as it was written: where it stands, and what is wrong with it. */
export interface Broken {
  table: "changes" | "records" | "postings" | "checkpoints";
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
  proof.broken = await brokenPosting(db, account);
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

/** The present is the newest version of each record, and there is no record beside. */
async function brokenRecord(db: Database, account: string): Promise<Broken | null> {
  for (let place: [string, string] = ["", ""]; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT r.kind, r.id, c.event, (c.version IS r.version AND c.shape IS r.shape AND c.data IS r.data AND c.at IS r.at) AS same
         FROM records r LEFT JOIN changes c ON c.account = r.account AND c.kind = r.kind AND c.id = r.id AND c.version =
         (SELECT max(version) FROM changes WHERE account = r.account AND kind = r.kind AND id = r.id)
         WHERE r.account = ? AND (r.kind, r.id) > (?, ?) ORDER BY r.kind, r.id LIMIT ${PAGE}`,
        account,
        ...place,
      ),
    ]);
    const odd = rows!.find(({ same, event }) => same !== 1 || event === "deleted");
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

const POSTED = "from_book, to_book, micros, currency, memo, actor, booked_at, happened_at, key";

/** Each movement is as it was booked, and the sums behind it add up, book by book. */
async function brokenPosting(db: Database, account?: string): Promise<Broken | null> {
  const [settings] = await db.read([stmt("SELECT value FROM settings WHERE name = 'postings.digest.from'")]);
  const digestFrom = Number(settings![0]?.value ?? 0);
  const sums = new Map<string, number>();
  for (let seq = 0; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT seq, ${POSTED}, digest, from_after, to_after FROM postings WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`,
        seq,
      ),
    ]);
    for (const row of rows!) {
      const what = posted(row, sums, digestFrom);
      const owner = String(row.to_book).split("/")[0]!;
      if (what !== null && (account === undefined || owner === account))
        return { table: "postings", account: owner, row: String(row.seq), what };
      seq = Number(row.seq);
    }
    if (rows!.length < PAGE) return null;
    await new Promise((next) => setImmediate(next));
  }
}

function posted(row: Row, sums: Map<string, number>, digestFrom: number): string | null {
  const values = POSTED.split(", ").map((name) => row[name]);
  const digest = Number(row.seq) >= digestFrom ? postingDigest(values) : null;
  const from = (sums.get(row.from_book) ?? 0) - Number(row.micros);
  const to = (sums.get(row.to_book) ?? 0) + Number(row.micros);
  sums.set(row.from_book, from);
  sums.set(row.to_book, to);
  if (digest !== row.digest) return "it is not as it was booked";
  return from === Number(row.from_after) && to === Number(row.to_after) ? null : "its sums do not add up";
}
