import { type Database, type Row, stmt } from "../db.ts";
import type { Seal } from "../seal.ts";
import { ALL } from "../sealing.ts";
import {
  accountElement,
  add,
  noSum,
  type Part,
  PERSON,
  personElement,
  readPeople,
  readSums,
  type Sealed,
  sealedFrom,
  signatureOf,
  type Sum,
} from "../sums.ts";
import { type Broken, breath } from "./broken.ts";

const PAGE = 1000;

export interface LogHead {
  n: number;
  digest: string;
}

/** What an account's seal says; a sentence where it is no seal of ours, null where there is none. */
export async function sealOn(db: Database, seal: Seal, account: string): Promise<Sealed | Broken | null> {
  const [rows] = await db.read([stmt("SELECT n, digest, sums, signature FROM seals WHERE account = ?", account)]);
  return rows![0] ? sealedOr(seal, account, rows![0]) : null;
}

export function sealedOr(seal: Seal, account: string, row: Row): Sealed | Broken {
  const sealed = sealedFrom(row);
  return signatureOf(seal, account, sealed) === sealed.signature
    ? sealed
    : { table: "seals", account, row: account === ALL ? "accounts" : "seal", what: UNFIT };
}

const UNFIT = "its signature does not fit: it was written without the key, or the key is not the one from before";

export const isBroken = (one: Sealed | Broken): one is Broken => "what" in one;

export const unsealed = (account: string): Broken => ({
  table: "seals",
  account,
  row: "seal",
  what: "its seal is missing",
});

/** Whether the log ends where its seal says. */
export function brokenHead(account: string, sealed: Sealed, head: LogHead): Broken | null {
  const at = (what: string): Broken => ({ table: "changes", account, row: String(head.n), what });
  if (head.n < sealed.n) return at(`the newest ${sealed.n - head.n} of ${sealed.n} rows are missing behind it`);
  if (head.n > sealed.n) return at(`the log was sealed at row ${sealed.n}, and goes on to this one`);
  return head.digest === sealed.digest ? null : at("it is not the row that was sealed: the log was written anew");
}

const TABLES = { money: "postings", usage: "usage", rights: "records", records: "records" } as const satisfies Record<
  Part,
  string
>;
const NAMES = {
  money: "movements",
  usage: "events",
  rights: "records of who may do what",
  records: "records",
} as const;

/** Whether all of a part is there, and nothing else. */
export function brokenSum(account: string, part: Part, sealed: Sealed, found: Sum): Broken | null {
  const said = readSums(sealed.sums)[part];
  const at = (what: string): Broken => ({ table: TABLES[part], account, row: part, what });
  if (said.count !== found.count) return at(`${said.count} ${NAMES[part]} were sealed, ${found.count} are there`);
  return said.sum === found.sum ? null : at(`one of its ${NAMES[part]} is not as it was written`);
}

/** Whether each account that was ever opened still has its seal, and none was slipped in. */
export async function brokenAccounts(db: Database, seal: Seal): Promise<Broken | null> {
  const all = await sealOn(db, seal, ALL);
  if (all === null) return unsealed(ALL);
  if (isBroken(all)) return all;
  const found = { count: 0, sum: 0n, last: "" };
  const [rows] = await db.read([stmt("SELECT account FROM seals WHERE account <> '' ORDER BY account")]);
  for (const { account } of rows!) add(found, accountElement(seal, account));
  const at = (what: string): Broken => ({ table: "seals", account: ALL, row: "accounts", what });
  if (found.count !== all.n) return at(`${all.n} accounts were sealed, the seals of ${found.count} are there`);
  return found.sum.toString(16) === all.digest ? null : at("the seal of another account is in the place of one");
}

/** Whether everybody is there who ever was made, each as they were last written: an older row once had a seal as well. */
export async function brokenPeople(db: Database, seal: Seal): Promise<Broken | null> {
  const all = await sealOn(db, seal, ALL);
  if (all === null || isBroken(all)) return null;
  const said = readPeople(all.sums) ?? noSum();
  const found = await peopleIn(db, seal);
  const at = (what: string): Broken => ({ table: "people", account: ALL, row: "people", what });
  if (said.count !== found.count) return at(`${said.count} people were sealed, ${found.count} are there`);
  return said.sum === found.sum ? null : at("one of them is not as they were last written");
}

export async function peopleIn(db: Database, seal: Seal): Promise<Sum> {
  const found = noSum();
  for (let after = ""; ;) {
    const [rows] = await db.read([
      stmt(`SELECT ${PERSON.join(", ")} FROM people WHERE id > ? ORDER BY id LIMIT ${PAGE}`, after),
    ]);
    for (const row of rows!) add(found, personElement(seal, row));
    if (rows!.length < PAGE) return found;
    after = rows!.at(-1)!["id"];
    await breath();
  }
}
