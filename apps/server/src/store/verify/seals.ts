import { type Database, type Row, stmt } from "../database/port.ts";
import type { Seal } from "../seals/seal.ts";
import { ALL_ACCOUNTS } from "../seals/accountSeals.ts";
import {
  accountElement,
  addElement,
  emptySum,
  type SealPart,
  PERSON_COLUMNS,
  personElement,
  parsePeople,
  parseSums,
  type StoredSeal,
  storedSealFrom,
  signatureOf,
  type SealSum,
} from "../seals/sealSums.ts";
import { type Finding, yieldToEventLoop } from "./finding.ts";

const PAGE = 1000;

/** The position and digest of the last row of an account's log. */
export interface LogHead {
  n: number;
  digest: string;
}

/** An account's seal; a finding if its signature is wrong, null if there is none. */
export async function readSeal(db: Database, seal: Seal, account: string): Promise<StoredSeal | Finding | null> {
  const [rows] = await db.read([stmt("SELECT n, digest, sums, signature FROM seals WHERE account = ?", account)]);
  return rows![0] ? checkSeal(seal, account, rows![0]) : null;
}

/** The stored seal, or a finding if its signature is wrong. */
export function checkSeal(seal: Seal, account: string, row: Row): StoredSeal | Finding {
  const sealed = storedSealFrom(row);
  return signatureOf(seal, account, sealed) === sealed.signature
    ? sealed
    : { table: "seals", account, row: account === ALL_ACCOUNTS ? "accounts" : "seal", problem: SIGNATURE_MISMATCH };
}

const SIGNATURE_MISMATCH =
  "its signature does not fit: it was written without the key, or the key is not the one from before";

export const isBroken = (result: StoredSeal | Finding): result is Finding => "problem" in result;

export const missingSeal = (account: string): Finding => ({
  table: "seals",
  account,
  row: "seal",
  problem: "its seal is missing",
});

/** Checks that the log ends where its seal says. */
export function findBrokenHead(account: string, sealed: StoredSeal, head: LogHead): Finding | null {
  const finding = (problem: string): Finding => ({ table: "changes", account, row: String(head.n), problem });
  if (head.n < sealed.n) return finding(`the newest ${sealed.n - head.n} of ${sealed.n} rows are missing behind it`);
  if (head.n > sealed.n) return finding(`the log was sealed at row ${sealed.n}, and goes on to this one`);
  return head.digest === sealed.digest ? null : finding("it is not the sealed row: the log was rewritten");
}

const PART_TABLES = {
  money: "postings",
  usage: "usage",
  rights: "records",
  records: "records",
} as const satisfies Record<SealPart, string>;
const PART_NAMES = {
  money: "movements",
  usage: "events",
  rights: "permission records",
  records: "records",
} as const;

/** Checks that a part is complete and contains nothing else. */
export function findBrokenSum(account: string, part: SealPart, sealed: StoredSeal, stored: SealSum): Finding | null {
  const expected = parseSums(sealed.sums)[part];
  const finding = (problem: string): Finding => ({ table: PART_TABLES[part], account, row: part, problem });
  if (expected.count !== stored.count)
    return finding(`${expected.count} ${PART_NAMES[part]} were sealed, ${stored.count} are there`);
  return expected.total === stored.total ? null : finding(`one of its ${PART_NAMES[part]} is not as it was written`);
}

/** Checks that each account ever created still has its seal, and that none was added. */
export async function findBrokenAccounts(db: Database, seal: Seal): Promise<Finding | null> {
  const all = await readSeal(db, seal, ALL_ACCOUNTS);
  if (all === null) return missingSeal(ALL_ACCOUNTS);
  if (isBroken(all)) return all;
  const stored = { count: 0, total: 0n, last: "" };
  const [rows] = await db.read([stmt("SELECT account FROM seals WHERE account <> '' ORDER BY account")]);
  for (const { account } of rows!) addElement(stored, accountElement(seal, account));
  const finding = (problem: string): Finding => ({
    table: "seals",
    account: ALL_ACCOUNTS,
    row: "accounts",
    problem,
  });
  if (stored.count !== all.n) return finding(`${all.n} accounts were sealed, the seals of ${stored.count} are there`);
  return stored.total.toString(16) === all.digest ? null : finding("one of them was replaced by another account’s");
}

/**
 * Checks that everybody ever created is still there in their latest version: an older row once had a valid seal too.
 */
export async function findBrokenPeople(db: Database, seal: Seal): Promise<Finding | null> {
  const all = await readSeal(db, seal, ALL_ACCOUNTS);
  if (all === null || isBroken(all)) return null;
  const expected = parsePeople(all.sums) ?? emptySum();
  const stored = await sumPeople(db, seal);
  const finding = (problem: string): Finding => ({ table: "people", account: ALL_ACCOUNTS, row: "people", problem });
  if (expected.count !== stored.count)
    return finding(`${expected.count} people were sealed, ${stored.count} are there`);
  return expected.total === stored.total ? null : finding("one of them is not as they were last written");
}

export async function sumPeople(db: Database, seal: Seal): Promise<SealSum> {
  const sum = emptySum();
  for (let after = ""; ;) {
    const [rows] = await db.read([
      stmt(`SELECT ${PERSON_COLUMNS.join(", ")} FROM people WHERE id > ? ORDER BY id LIMIT ${PAGE}`, after),
    ]);
    for (const row of rows!) addElement(sum, personElement(seal, row));
    if (rows!.length < PAGE) return sum;
    after = rows!.at(-1)!["id"];
    await yieldToEventLoop();
  }
}
