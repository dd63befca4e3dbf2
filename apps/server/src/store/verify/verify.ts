import { findBrokenBook, reconcile } from "./ledger.ts";
import { type Finding, yieldToEventLoop } from "./finding.ts";
import { findBrokenDerived, countKeysByAccount, countKeys } from "./derived.ts";
import { findBrokenGrants } from "./grants.ts";
import {
  findBrokenAccounts,
  findBrokenHead,
  findBrokenPeople,
  findBrokenSum,
  isBroken,
  type LogHead,
  readSeal,
  missingSeal,
} from "./seals.ts";
import { checkConsistently } from "./whileStill.ts";
import { StoredSums } from "./storedSums.ts";
import { isLinked, CHAIN_COLUMNS } from "../changeChain.ts";
import { checkpointStmt, readCheckpoint } from "../seals/checkpoints.ts";
import { type Database, type Row, stmt, repairJson } from "../database/port.ts";
import type { Seal } from "../seals/seal.ts";
import { addElement, emptySum, removedElement, type SealSum } from "../seals/sealSums.ts";

/** What was verified: accounts, rows of the log, and removed rows. `broken`: the first finding. */
export interface VerifyResult {
  accounts: number;
  rows: number;
  removed: number;
  broken: Finding | null;
}

const PAGE = 500;

/**
 * Verifies the log, the current records with their derived data, the money and the grants against their seals, for
 * one account or all, at one instant. Reads in pages and yields between them.
 */
export const verify = (db: Database, seal: Seal, account?: string): Promise<VerifyResult> =>
  checkConsistently(
    db,
    (snapshot) => verifyAccounts(snapshot, seal, account),
    ({ broken }) => broken === null,
  );

async function verifyAccounts(db: Database, seal: Seal, account: string | undefined): Promise<VerifyResult> {
  const result: VerifyResult = { accounts: 0, rows: 0, removed: 0, broken: null };
  if (account !== undefined) {
    const storedSums = new StoredSums(seal);
    await storedSums.readRecords(db, account);
    result.broken = await findBrokenInAccount(db, seal, account, result, storedSums, await countKeys(db, account));
    result.broken ??= await findBrokenBook(db, account);
    return result;
  }
  result.broken = await findBrokenAccounts(db, seal);
  const storedSums = new StoredSums(seal);
  await storedSums.readRecords(db);
  const keys = await countKeysByAccount(db);
  for (const owner of result.broken ? [] : await readOwners(db)) {
    result.broken = await findBrokenInAccount(db, seal, owner, result, storedSums, keys.get(owner) ?? 0);
    if (result.broken) return result;
  }
  result.broken ??=
    (await findBrokenGrants(db, seal))[0] ?? (await findBrokenPeople(db, seal)) ?? (await reconcile(db)).broken;
  return result;
}

/** Every owner with any rows: if its log was deleted, its records, keys or seal remain. */
async function readOwners(db: Database): Promise<string[]> {
  const [owners] = await db.read([
    stmt(
      `SELECT account FROM changes UNION SELECT account FROM records UNION SELECT account FROM keys
       UNION SELECT account FROM removed UNION SELECT account FROM record_counts UNION SELECT account FROM search_entries
       UNION SELECT account FROM seals WHERE account <> '' ORDER BY account`,
    ),
  ]);
  return owners!.map(({ account }) => account as string);
}

async function findBrokenInAccount(
  db: Database,
  seal: Seal,
  account: string,
  result: VerifyResult,
  storedSums: StoredSums,
  keyCount: number,
): Promise<Finding | null> {
  result.accounts += 1;
  const head: LogHead = { n: 0, digest: "" };
  const removed = emptySum();
  const brokenChange = await findBrokenChange(db, seal, account, result, head, removed);
  if (brokenChange !== null) return brokenChange;
  const sealed = await readSeal(db, seal, account);
  // An owner that never existed has no seal.
  if (sealed === null) return head.n === 0 && keyCount === 0 ? null : missingSeal(account);
  if (isBroken(sealed)) return sealed;
  return (
    findBrokenHead(account, sealed, head) ??
    (await findBrokenCheckpoint(db, seal, account, removed)) ??
    (await findBrokenRecord(db, account)) ??
    findBrokenSum(account, "rights", sealed, storedSums.sumOf(account, "rights")) ??
    findBrokenSum(account, "records", sealed, storedSums.sumOf(account, "records")) ??
    findBrokenDerived(db, account, keyCount)
  );
}

/**
 * Recomputes each row's digest over the previous one; for rows removed by retention the digest is stored. Advances
 * `head` to the log's last row, adds removed rows to `removed`, and counts both in `result`.
 */
async function findBrokenChange(
  db: Database,
  seal: Seal,
  account: string,
  result: VerifyResult,
  head: LogHead,
  removed: SealSum,
): Promise<Finding | null> {
  let previous: LogHead & { seq?: number } = { n: 0, digest: "" };
  for (;;) {
    const [rows, removedRows] = await db.read([
      stmt(
        `SELECT seq, ${CHAIN_COLUMNS.join(", ")}, digest FROM changes WHERE account = ? AND n > ? ORDER BY n LIMIT ${PAGE}`,
        account,
        previous.n,
      ),
      stmt(
        `SELECT n, digest, at, seq FROM removed WHERE account = ? AND n > ? ORDER BY n LIMIT ${PAGE}`,
        account,
        previous.n,
      ),
    ]);
    const log = [...rows!, ...removedRows!].sort((a, b) => a.n - b.n).slice(0, PAGE);
    if (log.length === 0) return null;
    for (const row of log) {
      const n = Number(row.n);
      const finding = (problem: string): Finding => ({ table: "changes", account, row: String(n), problem });
      if (n !== previous.n + 1) return finding(`rows ${previous.n + 1} to ${n - 1} are missing before it`);
      if ("data" in row) {
        result.rows += 1;
        if (!isLinked(previous.digest, row)) return finding("it is not as it was written");
        if (Number(row.seq) <= (previous.seq ?? 0)) return finding("it is not in the order in which it was written");
      } else {
        result.removed += 1;
        addElement(removed, removedElement(seal, account, { ...row, before: previous.digest }));
      }
      previous = { n, digest: String(row.digest), seq: "data" in row ? Number(row.seq) : (previous.seq ?? 0) };
    }
    Object.assign(head, { n: previous.n, digest: previous.digest });
    await yieldToEventLoop();
  }
}

/** Checks that the missing rows are those in the checkpoint, each after its original predecessor. */
async function findBrokenCheckpoint(
  db: Database,
  seal: Seal,
  account: string,
  removed: SealSum,
): Promise<Finding | null> {
  const [[row]] = (await db.read([checkpointStmt(account)])) as [[Row]];
  const finding = (problem: string): Finding => ({ table: "checkpoints", account, row: "checkpoint", problem });
  const checkpoint = readCheckpoint(seal, account, row);
  if (checkpoint === null)
    return finding(
      row["signature"] === null
        ? `${removed.count} rows were removed and no checkpoint covers them`
        : "its signature does not fit",
    );
  if (checkpoint.removed.count !== removed.count)
    return finding(`it covers ${checkpoint.removed.count} removed rows, ${removed.count} are missing`);
  return checkpoint.removed.total === removed.total
    ? null
    : finding("the rows that are gone are not those that were removed");
}

/** Invalid text in old log rows was repaired in the current records. */
const isSameText = (written: string | null, present: string | null): boolean =>
  written === present || (written !== null && repairJson(written) === present);

/** Each current record is its newest version, and there are no other records. */
async function findBrokenRecord(db: Database, account: string): Promise<Finding | null> {
  for (let cursor: [string, string] = ["", ""]; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT r.kind, r.id, c.event, (c.version IS r.version AND c.shape IS r.shape AND c.at IS r.at) AS same,
         CASE WHEN c.data IS NOT r.data THEN c.data END AS written, CASE WHEN c.data IS NOT r.data THEN r.data END AS present
         FROM records r LEFT JOIN changes c ON c.account = r.account AND c.kind = r.kind AND c.id = r.id AND c.version =
         (SELECT max(version) FROM changes WHERE account = r.account AND kind = r.kind AND id = r.id)
         WHERE r.account = ? AND (r.kind, r.id) > (?, ?) ORDER BY r.kind, r.id LIMIT ${PAGE}`,
        account,
        ...cursor,
      ),
    ]);
    const invalid = rows!.find(
      ({ same, event, written, present }) => same !== 1 || event === "deleted" || !isSameText(written, present),
    );
    if (invalid)
      return {
        table: "records",
        account,
        row: `${invalid.kind} ${invalid.id}`,
        problem: "it is not what its newest version says",
      };
    const last = rows!.at(-1);
    if (!last || rows!.length < PAGE) break;
    cursor = [last.kind, last.id];
    await yieldToEventLoop();
  }
  const [missing] = await db.read([
    stmt(
      `SELECT kind, id FROM changes c WHERE account = ? AND event <> 'deleted' AND version =
       (SELECT max(version) FROM changes WHERE account = c.account AND kind = c.kind AND id = c.id)
       AND NOT EXISTS (SELECT 1 FROM records r WHERE r.account = c.account AND r.kind = c.kind AND r.id = c.id) LIMIT 1`,
      account,
    ),
  ]);
  const [row] = missing!;
  return row ? { table: "records", account, row: `${row.kind} ${row.id}`, problem: "it is missing" } : null;
}
