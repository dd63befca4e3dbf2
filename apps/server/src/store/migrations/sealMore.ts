import { type Database, type Row, stmt } from "../database/port.ts";
import { putCheckpoint } from "../seals/checkpoints.ts";
import { peopleIn, checkSeal } from "../verify/seals.ts";
import { StoredSums } from "../verify/storedSums.ts";
import type { ScopeServices } from "../systemScope.ts";
import type { Seal } from "../seals/seal.ts";
import { ALL_ACCOUNTS, headStmt, sealStmt } from "../seals/accountSeals.ts";
import {
  addElement,
  isOfAllParts,
  noSum,
  readPeople,
  parseSums,
  removedElement,
  writtenPeople,
  formatSums,
} from "../seals/sealSums.ts";
import { findBrokenRecord } from "../verify/verify.ts";

/**
 * Extends older seals to all records, to people and to removed rows. Data that doesn't fit its present seal gets no new
 * one.
 */
export async function sealMore({ db }: ScopeServices, seal: Seal): Promise<void> {
  const [rows] = await db.read([stmt("SELECT account FROM seals ORDER BY account")]);
  for (const { account } of rows!) {
    if (account === ALL_ACCOUNTS) await sealPeople(db, seal);
    else await sealRecords(db, seal, account as string);
  }
  const [marks] = await db.read([stmt("SELECT account FROM checkpoints WHERE sum = ''")]);
  for (const { account } of marks!) await sealRemoved(db, seal, account as string);
}

const SEAL = "SELECT n, digest, sums, signature FROM seals WHERE account = ?";

async function sealPeople(db: Database, seal: Seal): Promise<void> {
  const people = await peopleIn(db, seal);
  await db.write({
    reads: [stmt(SEAL, ALL_ACCOUNTS)],
    decide: ([rows]) => {
      const sealed = checkSeal(seal, ALL_ACCOUNTS, rows![0]!);
      if ("what" in sealed || readPeople(sealed.sums) !== null) return { writes: [], answer: null };
      const state = { n: sealed.n, digest: sealed.digest, sums: writtenPeople(people) };
      return { writes: [sealStmt(seal, ALL_ACCOUNTS, state, sealed.signature)], answer: null };
    },
  });
}

async function sealRecords(db: Database, seal: Seal, account: string): Promise<void> {
  if ((await findBrokenRecord(db, account)) !== null) return;
  const found = new StoredSums(seal);
  await found.records(db, account);
  await db.write({
    reads: [stmt(SEAL, account), headStmt(account)],
    decide: ([rows, heads]) => {
      const [row, head] = [rows![0]!, heads![0]!];
      const sealed = checkSeal(seal, account, row);
      const isHead = Number(head["n"] ?? 0) === Number(row["n"]) && (head["digest"] ?? "") === row["digest"];
      if ("what" in sealed || !isHead || isOfAllParts(sealed.sums)) return { writes: [], answer: null };
      const sums = formatSums({ ...parseSums(sealed.sums), records: found.part(account, "records") });
      return { writes: [sealStmt(seal, account, { ...sealed, sums }, sealed.signature)], answer: null };
    },
  });
}

async function sealRemoved(db: Database, seal: Seal, account: string): Promise<void> {
  await db.write({
    reads: [stmt("SELECT removed, at, signature FROM checkpoints WHERE account = ?", account), stmt(GONE, account)],
    decide: ([marks, gone]) => {
      const [mark] = marks as [Row];
      const [removed, at] = [Number(mark["removed"]), Number(mark["at"])];
      const fits = seal.sign(JSON.stringify(["removed", account, removed, at])) === mark["signature"];
      if (!fits || removed !== gone!.length) return { writes: [], answer: null };
      const sum = noSum();
      for (const row of gone as Row[]) addElement(sum, removedElement(seal, account, row));
      return { writes: [putCheckpoint(seal, account, { removed: sum, at })], answer: null };
    },
  });
}

const GONE = `SELECT r.n, r.digest, r.at, r.seq, coalesce((SELECT p.digest FROM changes p WHERE p.account = r.account AND p.n = r.n - 1),
    (SELECT p.digest FROM removed p WHERE p.account = r.account AND p.n = r.n - 1), '') AS before
  FROM removed r WHERE r.account = ? ORDER BY r.n`;
