import { type Database, type Row, stmt } from "../database/port.ts";
import type { Seal } from "../seals/seal.ts";
import { ALL_ACCOUNTS } from "../seals/accountSeals.ts";
import {
  accountElement,
  addElement,
  noSum,
  type SealPart,
  PERSON,
  personElement,
  readPeople,
  parseSums,
  type StoredSeal,
  storedSealFrom,
  signatureOf,
  type SealSum,
} from "../seals/sealSums.ts";
import { type Broken, yieldToEventLoop } from "./broken.ts";

const PAGE = 1000;

export interface LogHead {
  n: number;
  digest: string;
}

/** An account's seal; a finding if its signature is wrong, null if there is none. */
export async function readSeal(db: Database, seal: Seal, account: string): Promise<StoredSeal | Broken | null> {
  const [rows] = await db.read([stmt("SELECT n, digest, sums, signature FROM seals WHERE account = ?", account)]);
  return rows![0] ? checkSeal(seal, account, rows![0]) : null;
}

export function checkSeal(seal: Seal, account: string, row: Row): StoredSeal | Broken {
  const sealed = storedSealFrom(row);
  return signatureOf(seal, account, sealed) === sealed.signature
    ? sealed
    : { table: "seals", account, row: account === ALL_ACCOUNTS ? "accounts" : "seal", what: SIGNATURE_MISMATCH };
}

const SIGNATURE_MISMATCH =
  "its signature does not fit: it was written without the key, or the key is not the one from before";

export const isBroken = (one: StoredSeal | Broken): one is Broken => "what" in one;

export const missingSeal = (account: string): Broken => ({
  table: "seals",
  account,
  row: "seal",
  what: "its seal is missing",
});

/** Checks that the log ends where its seal says. */
export function findBrokenHead(account: string, sealed: StoredSeal, head: LogHead): Broken | null {
  const at = (what: string): Broken => ({ table: "changes", account, row: String(head.n), what });
  if (head.n < sealed.n) return at(`the newest ${sealed.n - head.n} of ${sealed.n} rows are missing behind it`);
  if (head.n > sealed.n) return at(`the log was sealed at row ${sealed.n}, and goes on to this one`);
  return head.digest === sealed.digest ? null : at("it is not the sealed row: the log was rewritten");
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
export function findBrokenSum(account: string, part: SealPart, sealed: StoredSeal, found: SealSum): Broken | null {
  const said = parseSums(sealed.sums)[part];
  const at = (what: string): Broken => ({ table: PART_TABLES[part], account, row: part, what });
  if (said.count !== found.count) return at(`${said.count} ${PART_NAMES[part]} were sealed, ${found.count} are there`);
  return said.sum === found.sum ? null : at(`one of its ${PART_NAMES[part]} is not as it was written`);
}

/** Checks that each account ever created still has its seal, and that none was added. */
export async function findBrokenAccounts(db: Database, seal: Seal): Promise<Broken | null> {
  const all = await readSeal(db, seal, ALL_ACCOUNTS);
  if (all === null) return missingSeal(ALL_ACCOUNTS);
  if (isBroken(all)) return all;
  const found = { count: 0, sum: 0n, last: "" };
  const [rows] = await db.read([stmt("SELECT account FROM seals WHERE account <> '' ORDER BY account")]);
  for (const { account } of rows!) addElement(found, accountElement(seal, account));
  const at = (what: string): Broken => ({ table: "seals", account: ALL_ACCOUNTS, row: "accounts", what });
  if (found.count !== all.n) return at(`${all.n} accounts were sealed, the seals of ${found.count} are there`);
  return found.sum.toString(16) === all.digest ? null : at("one of them was replaced by another account’s");
}

/**
 * Checks that everybody ever created is still there in their latest version: an older row once had a valid seal too.
 */
export async function brokenPeople(db: Database, seal: Seal): Promise<Broken | null> {
  const all = await readSeal(db, seal, ALL_ACCOUNTS);
  if (all === null || isBroken(all)) return null;
  const said = readPeople(all.sums) ?? noSum();
  const found = await peopleIn(db, seal);
  const at = (what: string): Broken => ({ table: "people", account: ALL_ACCOUNTS, row: "people", what });
  if (said.count !== found.count) return at(`${said.count} people were sealed, ${found.count} are there`);
  return said.sum === found.sum ? null : at("one of them is not as they were last written");
}

export async function peopleIn(db: Database, seal: Seal): Promise<SealSum> {
  const found = noSum();
  for (let after = ""; ;) {
    const [rows] = await db.read([
      stmt(`SELECT ${PERSON.join(", ")} FROM people WHERE id > ? ORDER BY id LIMIT ${PAGE}`, after),
    ]);
    for (const row of rows!) addElement(found, personElement(seal, row));
    if (rows!.length < PAGE) return found;
    after = rows!.at(-1)!["id"];
    await yieldToEventLoop();
  }
}
