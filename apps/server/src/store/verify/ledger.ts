import { BOOK_NAMES, book } from "@callboard/domain/core/ledger";
import { sliceCode } from "@callboard/domain/core/text/text";
import { type Database, type Row, stmt } from "../database/port.ts";
import { type DigestEras, digestOf, POSTING_COLUMNS } from "../ledger/postings.ts";
import { type Broken, yieldToEventLoop } from "./broken.ts";
import { findBrokenSum, isBroken, checkSeal, missingSeal } from "./seals.ts";
import { lookedAt } from "./whileStill.ts";
import { StoredSums } from "./storedSums.ts";
import type { Seal } from "../seals/seal.ts";

/** Totals over all books. `sums`: micros by book name and currency, such as `fees USD`; together they are zero. */
export interface ReconcileResult {
  movements: number;
  events: number;
  books: number;
  sums: Map<string, bigint>;
  broken: Broken | null;
}

const PAGE = 2000;
const READ_SQL = `SELECT seq, ${POSTING_COLUMNS}, came_at, digest, from_after, to_after FROM postings`;

const accountOf = (name: string): string => sliceCode(name, 0, name.lastIndexOf("/"));

/**
 * Adds up every book from its first movement. Each movement must be as it was booked and state the correct balances,
 * the total must be zero, each event with a cost must be paid exactly once, and each account's movements and events
 * must match its seal. Reads in pages and yields between them.
 */
export const reconcile = (db: Database, tell: (movements: number) => void = () => {}): Promise<ReconcileResult> =>
  lookedAt(
    db,
    (still) => reconciled(still, tell),
    ({ broken }) => broken === null,
  );

async function reconciled(db: Database, tell: (movements: number) => void): Promise<ReconcileResult> {
  const digests = await loadDigests(db);
  const found = new StoredSums(sealOf(db));
  const standing = new Map<string, bigint>();
  const booked = new Map<string, number>();
  const done: ReconcileResult = { movements: 0, events: 0, books: 0, sums: new Map(), broken: null };
  let paid = 0;
  for (let seq = 0; done.broken === null;) {
    const [rows] = await db.read([stmt(`${READ_SQL} WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`, seq)]);
    for (const row of rows!) {
      seq = Number(row.seq);
      done.movements += 1;
      found.movement(row);
      if (String(row.key).startsWith("usage:")) paid += 1;
      const micros = BigInt(row.micros);
      const ends = [addToSum(standing, row.from_book, -micros), addToSum(standing, row.to_book, micros)];
      addToSum(done.sums, nameOf(row.from_book, row.currency), -micros);
      addToSum(done.sums, nameOf(row.to_book, row.currency), micros);
      const isEven = ends[0] === BigInt(row.from_after) && ends[1] === BigInt(row.to_after);
      const what = digests(row) ?? (isEven ? null : SUMS_MISMATCH) ?? (await findOutOfOrder(db, row, booked));
      for (const end of [row.from_book, row.to_book]) booked.set(end, Number(row.booked_at));
      if (what === null) continue;
      done.broken = { table: "postings", account: accountOf(row.to_book), row: String(seq), what };
      break;
    }
    tell(done.movements);
    if (rows!.length < PAGE) break;
    await yieldToEventLoop();
  }
  done.books = standing.size;
  done.broken ??= await findBrokenUsage(db, done, paid, found);
  done.broken ??= await findBrokenMoney(db, found);
  return done;
}

/** Verifies one account's books by their own movements. */
export async function findBrokenBook(db: Database, account: string): Promise<Broken | null> {
  const digests = await loadDigests(db);
  const found = new StoredSums(sealOf(db));
  for (const name of BOOK_NAMES) {
    const own = book(account, name);
    // A movement between two books of the account is read twice but counted once.
    const meet = (row: Row) => {
      if (row["from_book"] === own || accountOf(row["from_book"]) !== account) found.movement(row, account);
    };
    const what = await checkBook(db, own, digests, meet);
    if (what !== null) return { table: "postings", account, ...what };
  }
  await found.usage(db, account);
  return findBrokenMoney(db, found, account);
}

/** Whether the movements and events of each account, or of `only`, match its seal. */
async function findBrokenMoney(db: Database, found: StoredSums, only?: string): Promise<Broken | null> {
  const all = "SELECT account, n, digest, sums, signature FROM seals WHERE account <> ''";
  const [rows] = await db.read([
    only === undefined ? stmt(`${all} ORDER BY account`) : stmt(`${all} AND account = ?`, only),
  ]);
  const sealed = new Set(rows!.map(({ account }) => account as string));
  for (const row of rows!) {
    const { account } = row as { account: string };
    const one = checkSeal(sealOf(db), account, row);
    if (isBroken(one)) return one;
    const broken =
      findBrokenSum(account, "money", one, found.part(account, "money")) ??
      findBrokenSum(account, "usage", one, found.part(account, "usage"));
    if (broken !== null) return broken;
  }
  const stray = found.names().find((account) => !sealed.has(account));
  return stray === undefined ? null : missingSeal(stray);
}

function sealOf({ seal }: Database): Seal {
  if (seal === null) throw new Error("The database was opened without its key, so it cannot be verified.");
  return seal;
}

type ExpectedDigest = (row: Row) => string | null;

async function checkBook(
  db: Database,
  name: string,
  digests: ExpectedDigest,
  meet: (row: Row) => void,
): Promise<{ row: string; what: string } | null> {
  let sum = 0n;
  const booked = new Map<string, number>([[name, 0]]);
  for (let seq = 0; ;) {
    const ends = ["from_book", "to_book"].map((end) =>
      stmt(`${READ_SQL} WHERE ${end} = ? AND seq > ? ORDER BY seq LIMIT ${PAGE}`, name, seq),
    );
    const found = (await db.read(ends))
      .flat()
      .sort((a, b) => a.seq - b.seq)
      .slice(0, PAGE);
    for (const row of found) {
      seq = Number(row.seq);
      meet(row);
      const goes = row.from_book === name;
      sum += goes ? -BigInt(row.micros) : BigInt(row.micros);
      const isEven = sum === BigInt(goes ? row.from_after : row.to_after);
      const what = digests(row) ?? (isEven ? null : SUMS_MISMATCH) ?? (await findOutOfOrder(db, row, booked));
      booked.set(name, Number(row.booked_at));
      if (what !== null) return { row: String(seq), what };
    }
    if (found.length < PAGE) return null;
    await yieldToEventLoop();
  }
}

const SUMS_MISMATCH = "its sums do not add up";

const PREVIOUS_SQL = ["from_book", "to_book"].map(
  (end) => `SELECT max(seq) AS seq FROM postings WHERE ${end} = ?1 AND seq < ?2`,
);

/**
 * A movement is booked at its server's time, but never before the last movement of either book or the end of an issued
 * statement. `booked`: the last booking time of the books being walked; for other books it is read.
 */
async function findOutOfOrder(db: Database, row: Row, booked: ReadonlyMap<string, number>): Promise<string | null> {
  if (row.came_at === null) return null;
  const ends: string[] = [row.from_book, row.to_book];
  const least = Math.max(Number(row.came_at), ...ends.map((end) => booked.get(end) ?? 0));
  const at = Number(row.booked_at);
  if (at === least) return null;
  if (at < least) return "its booking time is out of order";
  const others = ends.filter((end) => !booked.has(end));
  const [seals, ...lasts] = await db.read([
    stmt(
      "SELECT 1 FROM statement_seals WHERE account IN (SELECT value FROM json_each(?)) AND until = ?",
      JSON.stringify(ends.map(accountOf)),
      at,
    ),
    ...others.map((end) =>
      stmt(
        `SELECT booked_at FROM postings WHERE seq = (SELECT max(seq) FROM (${PREVIOUS_SQL.join(" UNION ALL ")}))`,
        end,
        Number(row.seq),
      ),
    ),
  ]);
  const isKnown = seals!.length > 0 || lasts.some((found) => Number(found[0]?.booked_at ?? 0) === at);
  return isKnown ? null : "its booking time is out of order";
}

/** Movements older than digests have none, and the oldest digests cover fewer columns. */
async function loadDigests(db: Database): Promise<ExpectedDigest> {
  const eras = await digestEras(db);
  return (row) => (digestOf(row, eras) === row.digest ? null : "it is not as it was booked");
}

export async function digestEras(db: Database): Promise<DigestEras> {
  const [rows] = await db.read([stmt("SELECT name, value FROM settings WHERE name LIKE 'postings.%.from'")]);
  const from = (what: string) => Number(rows!.find((row) => row.name === `postings.${what}.from`)?.value ?? 0);
  return { digest: from("digest"), type: from("type"), came: from("came"), back: from("back") };
}

function addToSum(sums: Map<string, bigint>, name: string, micros: bigint): bigint {
  const sum = (sums.get(name) ?? 0n) + micros;
  sums.set(name, sum);
  return sum;
}

const nameOf = (name: string, currency: string): string => `${sliceCode(name, name.lastIndexOf("/") + 1)} ${currency}`;

/** Each usage event with a cost has its movement of exactly that amount, and no other usage movements exist. */
async function findBrokenUsage(
  db: Database,
  done: ReconcileResult,
  paid: number,
  found: StoredSums,
): Promise<Broken | null> {
  let costly = 0;
  for (let place: [string, string] = ["", ""]; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT u.*, p.micros AS paid FROM usage u
         LEFT JOIN postings p ON p.key = 'usage:' || u.account || ':' || u.id
         WHERE (u.account, u.id) > (?, ?) ORDER BY u.account, u.id LIMIT ${PAGE}`,
        ...place,
      ),
    ]);
    for (const row of rows!) {
      const { account, id, micros, paid: sum } = row;
      found.event(row);
      done.events += 1;
      if (Number(micros) > 0) costly += 1;
      if (Number(micros) !== Number(sum ?? 0))
        return { table: "usage", account, row: id, what: "its cost is not what was paid" };
    }
    const last = rows!.at(-1);
    if (!last || rows!.length < PAGE) break;
    place = [last.account, last.id];
    await yieldToEventLoop();
  }
  if (costly === paid) return null;
  return { table: "usage", account: "", row: "", what: `${paid} were paid for, ${costly} were counted` };
}
