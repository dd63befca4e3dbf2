import { BOOK_NAMES, book } from "@callboard/domain/core/ledger";
import { sliceCode } from "@callboard/domain/core/text/text";
import { type Database, type Row, stmt } from "../database/port.ts";
import { POSTING_COLUMNS, storedPostingDigest } from "../ledger/postings.ts";
import { type Finding, yieldToEventLoop } from "./finding.ts";
import { findBrokenSum, isBroken, checkSeal, missingSeal } from "./seals.ts";
import { checkConsistently } from "./whileStill.ts";
import { StoredSums } from "./storedSums.ts";
import type { Seal } from "../seals/seal.ts";

/** Totals over all books. `sums`: micros by book name and currency, such as `fees USD`; together they are zero. */
export interface ReconcileResult {
  movements: number;
  events: number;
  books: number;
  sums: Map<string, bigint>;
  broken: Finding | null;
}

const PAGE = 2000;
const READ_SQL = `SELECT seq, ${POSTING_COLUMNS}, received_at, digest, from_after, to_after FROM postings`;

const accountOf = (name: string): string => sliceCode(name, 0, name.lastIndexOf("/"));

/**
 * Adds up every book from its first movement. Each movement must be as it was booked and state the correct balances,
 * the total must be zero, each event with a cost must be paid exactly once, and each account's movements and events
 * must match its seal. Reads in pages and yields between them.
 */
export const reconcile = (db: Database, onProgress: (movements: number) => void = () => {}): Promise<ReconcileResult> =>
  checkConsistently(
    db,
    (snapshot) => reconcileBooks(snapshot, onProgress),
    ({ broken }) => broken === null,
  );

async function reconcileBooks(db: Database, onProgress: (movements: number) => void): Promise<ReconcileResult> {
  const storedSums = new StoredSums(sealOf(db));
  const balances = new Map<string, bigint>();
  const lastBookings = new Map<string, number>();
  const result: ReconcileResult = { movements: 0, events: 0, books: 0, sums: new Map(), broken: null };
  let usageMovements = 0;
  for (let seq = 0; result.broken === null;) {
    const [rows] = await db.read([stmt(`${READ_SQL} WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`, seq)]);
    for (const row of rows!) {
      seq = Number(row.seq);
      result.movements += 1;
      storedSums.addMovement(row);
      if (String(row.key).startsWith("usage:")) usageMovements += 1;
      const micros = BigInt(row.micros);
      const [fromBalance, toBalance] = [
        addToSum(balances, row.from_book, -micros),
        addToSum(balances, row.to_book, micros),
      ];
      addToSum(result.sums, totalName(row.from_book, row.currency), -micros);
      addToSum(result.sums, totalName(row.to_book, row.currency), micros);
      const balancesMatch = fromBalance === BigInt(row.from_after) && toBalance === BigInt(row.to_after);
      const problem =
        digestError(row) ?? (balancesMatch ? null : SUMS_MISMATCH) ?? (await findOutOfOrder(db, row, lastBookings));
      for (const name of [row.from_book, row.to_book]) lastBookings.set(name, Number(row.booked_at));
      if (problem === null) continue;
      result.broken = { table: "postings", account: accountOf(row.to_book), row: String(seq), problem };
      break;
    }
    onProgress(result.movements);
    if (rows!.length < PAGE) break;
    await yieldToEventLoop();
  }
  result.books = balances.size;
  result.broken ??= await findBrokenUsage(db, result, usageMovements, storedSums);
  result.broken ??= await findBrokenMoney(db, storedSums);
  return result;
}

/** Verifies one account's books by their own movements. */
export async function findBrokenBook(db: Database, account: string): Promise<Finding | null> {
  const storedSums = new StoredSums(sealOf(db));
  for (const name of BOOK_NAMES) {
    const bookName = book(account, name);
    // A movement between two books of the account is read twice but counted once.
    const addOnce = (row: Row) => {
      if (row["from_book"] === bookName || accountOf(row["from_book"]) !== account)
        storedSums.addMovement(row, account);
    };
    const finding = await checkBook(db, bookName, addOnce);
    if (finding !== null) return { table: "postings", account, ...finding };
  }
  await storedSums.readUsage(db, account);
  return findBrokenMoney(db, storedSums, account);
}

/** Whether the movements and events of each account, or of `only`, match its seal. */
async function findBrokenMoney(db: Database, storedSums: StoredSums, only?: string): Promise<Finding | null> {
  const sql = "SELECT account, n, digest, sums, signature FROM seals WHERE account <> ''";
  const [rows] = await db.read([
    only === undefined ? stmt(`${sql} ORDER BY account`) : stmt(`${sql} AND account = ?`, only),
  ]);
  const sealedAccounts = new Set(rows!.map(({ account }) => account as string));
  for (const row of rows!) {
    const { account } = row as { account: string };
    const sealed = checkSeal(sealOf(db), account, row);
    if (isBroken(sealed)) return sealed;
    const broken =
      findBrokenSum(account, "money", sealed, storedSums.sumOf(account, "money")) ??
      findBrokenSum(account, "usage", sealed, storedSums.sumOf(account, "usage"));
    if (broken !== null) return broken;
  }
  const stray = storedSums.accountNames().find((account) => !sealedAccounts.has(account));
  return stray === undefined ? null : missingSeal(stray);
}

function sealOf({ seal }: Database): Seal {
  if (seal === null) throw new Error("The database was opened without its key, so it cannot be verified.");
  return seal;
}

const digestError = (row: Row): string | null =>
  storedPostingDigest(row) === row.digest ? null : "it is not as it was booked";

async function checkBook(
  db: Database,
  name: string,
  onRow: (row: Row) => void,
): Promise<{ row: string; problem: string } | null> {
  let sum = 0n;
  const lastBookings = new Map<string, number>([[name, 0]]);
  for (let seq = 0; ;) {
    const stmts = ["from_book", "to_book"].map((side) =>
      stmt(`${READ_SQL} WHERE ${side} = ? AND seq > ? ORDER BY seq LIMIT ${PAGE}`, name, seq),
    );
    const rows = (await db.read(stmts))
      .flat()
      .sort((a, b) => a.seq - b.seq)
      .slice(0, PAGE);
    for (const row of rows) {
      seq = Number(row.seq);
      onRow(row);
      const isOutgoing = row.from_book === name;
      sum += isOutgoing ? -BigInt(row.micros) : BigInt(row.micros);
      const balancesMatch = sum === BigInt(isOutgoing ? row.from_after : row.to_after);
      const problem =
        digestError(row) ?? (balancesMatch ? null : SUMS_MISMATCH) ?? (await findOutOfOrder(db, row, lastBookings));
      lastBookings.set(name, Number(row.booked_at));
      if (problem !== null) return { row: String(seq), problem };
    }
    if (rows.length < PAGE) return null;
    await yieldToEventLoop();
  }
}

const SUMS_MISMATCH = "its sums do not add up";

const PREVIOUS_SQL = ["from_book", "to_book"].map(
  (side) => `SELECT max(seq) AS seq FROM postings WHERE ${side} = ?1 AND seq < ?2`,
);

/**
 * A movement is booked at its server's time, but never before the last movement of either book or the end of an issued
 * statement. `lastBookings`: the last booking times of the books being walked; for other books they are read.
 */
async function findOutOfOrder(
  db: Database,
  row: Row,
  lastBookings: ReadonlyMap<string, number>,
): Promise<string | null> {
  const books: string[] = [row.from_book, row.to_book];
  const earliest = Math.max(Number(row.received_at), ...books.map((name) => lastBookings.get(name) ?? 0));
  const bookedAt = Number(row.booked_at);
  if (bookedAt === earliest) return null;
  if (bookedAt < earliest) return "its booking time is out of order";
  const otherBooks = books.filter((name) => !lastBookings.has(name));
  const [closings, ...previous] = await db.read([
    stmt(
      "SELECT 1 FROM book_closings WHERE account IN (SELECT value FROM json_each(?)) AND closed_until = ?",
      JSON.stringify(books.map(accountOf)),
      bookedAt,
    ),
    ...otherBooks.map((name) =>
      stmt(
        `SELECT booked_at FROM postings WHERE seq = (SELECT max(seq) FROM (${PREVIOUS_SQL.join(" UNION ALL ")}))`,
        name,
        Number(row.seq),
      ),
    ),
  ]);
  // Later than the books being walked require: the other book or an issued statement must be the reason.
  const isInOrder = closings!.length > 0 || previous.some(([last]) => Number(last?.booked_at ?? 0) === bookedAt);
  return isInOrder ? null : "its booking time is out of order";
}

function addToSum(sums: Map<string, bigint>, name: string, micros: bigint): bigint {
  const sum = (sums.get(name) ?? 0n) + micros;
  sums.set(name, sum);
  return sum;
}

/** A book's name without its account, and the currency, such as `fees USD`. */
const totalName = (name: string, currency: string): string =>
  `${sliceCode(name, name.lastIndexOf("/") + 1)} ${currency}`;

/** Each usage event with a cost has its movement of exactly that amount, and no other usage movements exist. */
async function findBrokenUsage(
  db: Database,
  result: ReconcileResult,
  usageMovements: number,
  storedSums: StoredSums,
): Promise<Finding | null> {
  let charged = 0;
  for (let cursor: [string, string] = ["", ""]; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT u.*, p.micros AS paid FROM usage u
         LEFT JOIN postings p ON p.key = 'usage:' || u.account || ':' || u.id
         WHERE (u.account, u.id) > (?, ?) ORDER BY u.account, u.id LIMIT ${PAGE}`,
        ...cursor,
      ),
    ]);
    for (const row of rows!) {
      const { account, id, micros, paid: sum } = row;
      storedSums.addUsage(row);
      result.events += 1;
      if (Number(micros) > 0) charged += 1;
      if (Number(micros) !== Number(sum ?? 0))
        return { table: "usage", account, row: id, problem: "its cost is not what was paid" };
    }
    const last = rows!.at(-1);
    if (!last || rows!.length < PAGE) break;
    cursor = [last.account, last.id];
    await yieldToEventLoop();
  }
  if (charged === usageMovements) return null;
  return { table: "usage", account: "", row: "", problem: `${usageMovements} were paid for, ${charged} were counted` };
}
