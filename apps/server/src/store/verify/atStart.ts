import { type Database, stmt } from "../database/port.ts";
import type { Seal } from "../seals/seal.ts";
import { parseSums } from "../seals/sealSums.ts";
import { BOOK_NAMES, book } from "@callboard/domain/core/ledger";
import { type Finding, yieldToEventLoop } from "./finding.ts";
import { findBrokenGrants } from "./grants.ts";
import {
  findBrokenAccounts,
  findBrokenHead,
  findBrokenPeople,
  findBrokenSum,
  isBroken,
  checkSeal,
  missingSeal,
} from "./seals.ts";
import { checkConsistently } from "./whileStill.ts";
import { StoredSums } from "./storedSums.ts";

const PAGE = 200;
/** At most this many findings of each sort are listed. */
const NAMED_MAX = 20;

/**
 * The checks of every start, fast whatever the length of the logs: the ends of each log and ledger, permission records
 * and grants. Resolves to the findings, worst first; the `verify` command checks the rest.
 */
export const findBrokenAtStart = (db: Database, seal: Seal): Promise<Finding[]> =>
  // Another server may write meanwhile: with a remote database findings are checked again, since they may be of rows
  // that were read before and after one write.
  checkConsistently(db, (snapshot) => findBrokenIn(snapshot, seal), hasNoFindings);

const hasNoFindings = (broken: readonly Finding[]): boolean => broken.length === 0;

async function findBrokenIn(db: Database, seal: Seal): Promise<Finding[]> {
  const accounts = await findBrokenAccounts(db, seal);
  const grants = await findBrokenGrants(db, seal, NAMED_MAX);
  // If single people are reported, the sum over all of them adds nothing.
  const people = grants.some(({ table }) => table === "people") ? null : await findBrokenPeople(db, seal);
  const broken = [...(accounts === null ? [] : [accounts]), ...grants, ...(people === null ? [] : [people])];
  const storedSums = new StoredSums(seal);
  await storedSums.readPermissionRecords(db);
  const sealedAccounts = new Set<string>();
  for (let cursor = ""; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT s.account, s.n, s.digest, s.sums, s.signature, h.n AS head, h.digest AS head_digest FROM seals s
         LEFT JOIN changes h ON h.account = s.account AND h.n = (SELECT max(n) FROM changes WHERE account = s.account)
         WHERE s.account > ? ORDER BY s.account LIMIT ${PAGE}`,
        cursor,
      ),
    ]);
    for (const row of rows!) {
      const account: string = row["account"];
      sealedAccounts.add(account);
      const sealed = checkSeal(seal, account, row);
      const head = { n: Number(row["head"] ?? 0), digest: String(row["head_digest"] ?? "") };
      const finding = isBroken(sealed)
        ? sealed
        : (findBrokenHead(account, sealed, head) ??
          findBrokenSum(account, "rights", sealed, storedSums.sumOf(account, "rights")) ??
          (await findBrokenEnd(db, account, parseSums(sealed.sums).money.last)));
      if (finding !== null) broken.push(finding);
    }
    if (rows!.length < PAGE) break;
    cursor = rows!.at(-1)!["account"];
    await yieldToEventLoop();
  }
  return [
    ...broken,
    ...storedSums.accountNames().flatMap((account) => (sealedAccounts.has(account) ? [] : [missingSeal(account)])),
  ].slice(0, 4 * NAMED_MAX);
}

/** The number of the newest movement on each side of these books. */
const NEWEST_SQL = ["from_book", "to_book"].map(
  (side) => `SELECT (SELECT max(seq) FROM postings WHERE ${side} = b.value) AS seq FROM json_each(?1) b`,
);

/** Whether an account's newest movement is the one that its seal names. */
async function findBrokenEnd(db: Database, account: string, lastKey: string): Promise<Finding | null> {
  const books = JSON.stringify(BOOK_NAMES.map((name) => book(account, name)));
  const [rows] = await db.read([
    stmt(`SELECT seq, key FROM postings WHERE seq = (SELECT max(seq) FROM (${NEWEST_SQL.join(" UNION ALL ")}))`, books),
  ]);
  if ((rows![0]?.["key"] ?? "") === lastKey) return null;
  const row = String(rows![0]?.["seq"] ?? 0);
  return { table: "postings", account, row, problem: "its newest movement is not the sealed one" };
}
