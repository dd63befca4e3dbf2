import { BOOK_NAMES, book } from "@callboard/domain/ledger";
import { codePart } from "@callboard/domain/text";
import { type Database, type Row, stmt } from "./db.ts";
import { firstPostingDigest, POSTED, postingDigest } from "./postings.ts";

/** A movement that is not as it was booked, or whose sums do not add up. */
export interface BrokenBook {
  table: "postings" | "usage";
  account: string;
  row: string;
  what: string;
}

/** What all books come to. `sums`: micros by book name and currency, such as `fees USD`; together they are zero. */
export interface Reconciled {
  movements: number;
  events: number;
  books: number;
  sums: Map<string, bigint>;
  broken: BrokenBook | null;
}

const PAGE = 2000;
const READ = `SELECT seq, ${POSTED}, digest, from_after, to_after FROM postings`;
const NAMES = POSTED.split(", ");

const breath = () => new Promise((next) => setImmediate(next));
const accountOf = (name: string): string => codePart(name, 0, name.lastIndexOf("/"));

/**
 * Adds up every book from its first movement: each must be as it was booked and say the sum it left, everything must
 * come to zero, and each event that cost something must be paid once. Reads in pages and gives way between them.
 */
export async function reconcile(db: Database, tell: (movements: number) => void = () => {}): Promise<Reconciled> {
  const digests = await digestsOf(db);
  const standing = new Map<string, bigint>();
  const done: Reconciled = { movements: 0, events: 0, books: 0, sums: new Map(), broken: null };
  let paid = 0;
  for (let seq = 0; done.broken === null;) {
    const [rows] = await db.read([stmt(`${READ} WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`, seq)]);
    for (const row of rows!) {
      seq = Number(row.seq);
      done.movements += 1;
      if (String(row.key).startsWith("usage:")) paid += 1;
      const micros = BigInt(row.micros);
      const ends = [moved(standing, row.from_book, -micros), moved(standing, row.to_book, micros)];
      moved(done.sums, nameOf(row.from_book, row.currency), -micros);
      moved(done.sums, nameOf(row.to_book, row.currency), micros);
      const what =
        digests(row) ?? (ends[0] === BigInt(row.from_after) && ends[1] === BigInt(row.to_after) ? null : UNEVEN);
      if (what === null) continue;
      done.broken = { table: "postings", account: accountOf(row.to_book), row: String(seq), what };
      break;
    }
    tell(done.movements);
    if (rows!.length < PAGE) break;
    await breath();
  }
  done.books = standing.size;
  done.broken ??= await brokenUsage(db, done, paid);
  return done;
}

/** Proves the books of one account, by their own movements alone. */
export async function brokenBookOf(db: Database, account: string): Promise<BrokenBook | null> {
  const digests = await digestsOf(db);
  for (const name of BOOK_NAMES) {
    const what = await brokenBook(db, book(account, name), digests);
    if (what !== null) return { table: "postings", account, ...what };
  }
  return null;
}

type Digests = (row: Row) => string | null;

async function brokenBook(db: Database, name: string, digests: Digests): Promise<{ row: string; what: string } | null> {
  let sum = 0n;
  for (let seq = 0; ;) {
    const ends = ["from_book", "to_book"].map((end) =>
      stmt(`${READ} WHERE ${end} = ? AND seq > ? ORDER BY seq LIMIT ${PAGE}`, name, seq),
    );
    const found = (await db.read(ends))
      .flat()
      .sort((a, b) => a.seq - b.seq)
      .slice(0, PAGE);
    for (const row of found) {
      seq = Number(row.seq);
      const goes = row.from_book === name;
      sum += goes ? -BigInt(row.micros) : BigInt(row.micros);
      const what = digests(row) ?? (sum === BigInt(goes ? row.from_after : row.to_after) ? null : UNEVEN);
      if (what !== null) return { row: String(seq), what };
    }
    if (found.length < PAGE) return null;
    await breath();
  }
}

const UNEVEN = "its sums do not add up";

/** Movements from before there were digests have none; the first ones' digests speak of fewer columns. */
async function digestsOf(db: Database): Promise<Digests> {
  const [rows] = await db.read([
    stmt("SELECT name, value FROM settings WHERE name IN ('postings.digest.from', 'postings.type.from')"),
  ]);
  const from = (name: string) => Number(rows!.find((row) => row.name === name)?.value ?? 0);
  const [digestFrom, typeFrom] = [from("postings.digest.from"), from("postings.type.from")];
  return (row) => {
    const seq = Number(row.seq);
    const values = NAMES.map((name) => row[name]);
    const made = seq < digestFrom ? null : seq < typeFrom ? firstPostingDigest(values) : postingDigest(values);
    return made === row.digest ? null : "it is not as it was booked";
  };
}

function moved(sums: Map<string, bigint>, name: string, micros: bigint): bigint {
  const sum = (sums.get(name) ?? 0n) + micros;
  sums.set(name, sum);
  return sum;
}

const nameOf = (name: string, currency: string): string => `${codePart(name, name.lastIndexOf("/") + 1)} ${currency}`;

/** Each counted event that costs something has its movement of just that sum, and there is no movement beside. */
async function brokenUsage(db: Database, done: Reconciled, paid: number): Promise<BrokenBook | null> {
  let costly = 0;
  for (let place: [string, string] = ["", ""]; ;) {
    const [rows] = await db.read([
      stmt(
        `SELECT u.account, u.id, u.micros, p.micros AS paid FROM usage u
         LEFT JOIN postings p ON p.key = 'usage:' || u.account || ':' || u.id
         WHERE (u.account, u.id) > (?, ?) ORDER BY u.account, u.id LIMIT ${PAGE}`,
        ...place,
      ),
    ]);
    for (const { account, id, micros, paid: sum } of rows!) {
      done.events += 1;
      if (Number(micros) > 0) costly += 1;
      if (Number(micros) !== Number(sum ?? 0))
        return { table: "usage", account, row: id, what: "what it costs is not what was paid for it" };
    }
    const last = rows!.at(-1);
    if (!last || rows!.length < PAGE) break;
    place = [last.account, last.id];
    await breath();
  }
  if (costly === paid) return null;
  return { table: "usage", account: "", row: "", what: `${paid} were paid for, ${costly} were counted` };
}
