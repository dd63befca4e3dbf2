import { type Book, book, bookOwner, type Entry, type EntryType } from "@callboard/domain/core/ledger";
import type { Instant } from "@callboard/domain/core/time";
import { LAST_INSTANT, UNBOUNDED, type BookRange as Places } from "./bookRanges.ts";
import { type Row, stmt, parseStored } from "../database/port.ts";
import { type Query, selectRows } from "../queries.ts";
import { ownerOf } from "../owners.ts";
import { bookRanges } from "./balances.ts";
import { POSTING_COLUMNS } from "./postings.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";

/** A movement from the current account's point of view: positive for income, negative for costs. */
export interface LedgerEntry extends Entry {
  micros: number;
  /** The account's own balance before and after; null where another account's balance paid. */
  start: number | null;
  result: number | null;
  /** The account it concerns if not the current one: a sub-account that is paid for. */
  other: string | null;
}

export interface EntryFilter {
  types?: readonly EntryType[] | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
}

export interface EntryPage {
  before: number | null;
  limit: number;
  /** Further conditions that SQL cannot check: the words of a search. */
  fits?: ((entries: readonly LedgerEntry[]) => Promise<readonly boolean[]>) | undefined;
}

export interface EntriesResult {
  entries: LedgerEntry[];
  next: number | null;
  /** If few entries match: the search went back to this instant. */
  lookedTo: Instant | null;
}

/** These types make up most of a ledger; all others have a list index of their own. */
const COMMON: readonly EntryType[] = ["minutes", "messages", "add-on"];
const RARE_SQL = `type NOT IN ('minutes', 'messages', 'add-on')`;
/** A page scans at most this many movements, then returns what it found and where to continue. */
const SCAN_MAX = 4000;
const CHUNK = 500;
const COLUMNS = `seq, ${POSTING_COLUMNS}, from_after, to_after`;

const ownBooks = (account: string): Book[] => [book(account, "balance"), book(account, "fees"), book(account, "usage")];

/** The movements of the account's balance, and what was paid on its behalf, newest first. */
export async function readEntries(
  scope: Scope,
  filter: EntryFilter,
  { before, limit, fits }: EntryPage,
): Promise<EntriesResult> {
  const { from = 0, to = LAST_INSTANT } = filter;
  const end = Math.min(to, (scope.asOf ?? LAST_INSTANT) + 1);
  const { places } = await read(scope, { places: bookRanges(ownBooks(ownerOf(scope, undefined)), from, end) });
  const rare = filter.types?.every((type) => !COMMON.includes(type)) ? filter.types : undefined;
  const plain = !fits && (filter.types === undefined || rare !== undefined);
  const chunk = plain ? limit + 1 : Math.max(limit + 1, CHUNK);
  const found: EntriesResult = { entries: [], next: null, lookedTo: null };
  let place = before ?? UNBOUNDED;
  for (let looked = 0; ;) {
    const page = await readEntryPage(scope, { rare, from, to: end, places, before: place, limit: chunk });
    const typed = page.filter(({ type }) => filter.types?.includes(type) ?? true);
    const fitting = fits ? await fits(typed) : null;
    for (const [index, entry] of typed.entries()) {
      if (fitting?.[index] === false) continue;
      if (found.entries.length === limit) return { ...found, next: found.entries.at(-1)!.seq };
      found.entries.push(entry);
    }
    const last = page.at(-1);
    if (!last || page.length < chunk) return found;
    place = last.seq;
    looked += page.length;
    if (looked >= SCAN_MAX) return { ...found, next: place, lookedTo: last.bookedAt };
  }
}

interface EntrySlice {
  rare: readonly EntryType[] | undefined;
  from: Instant;
  to: Instant;
  places: readonly Places[];
  before: number;
  limit: number;
}

/** Each side of each book is read along its own index; the newest of all of them form the page. */
async function readEntryPage(scope: Scope, slice: EntrySlice): Promise<LedgerEntry[]> {
  const account = ownerOf(scope, undefined);
  const { rare, from, to, places, before, limit } = slice;
  const kinds = rare ?? [null];
  const stmts = places.flatMap(({ end, book: name, ...stretch }) =>
    kinds.map((type) =>
      stmt(
        `SELECT ${COLUMNS} FROM postings WHERE ${end} = ? ${type === null ? "" : `AND type = ? AND ${RARE_SQL}`}
         AND seq < ? AND seq > ? AND booked_at >= ? AND booked_at < ? ORDER BY seq DESC LIMIT ?`,
        ...(type === null ? [name] : [name, type]),
        Math.min(before, stretch.before),
        stretch.after,
        from,
        to,
        limit,
      ),
    ),
  );
  const bySeq = new Map((await scope.db.read(stmts)).flat().map((row) => [Number(row.seq), row]));
  return [...bySeq.values()]
    .sort((a, b) => Number(b.seq) - Number(a.seq))
    .slice(0, limit)
    .map((row) => ledgerEntryFor(account, row));
}

const LAST_SQL = (end: string) =>
  `(SELECT seq FROM postings WHERE ${end} = ?1 AND booked_at < ?2 AND seq < ${end === "from_book" ? "?4" : "?6"} ORDER BY seq DESC LIMIT 1)`;
const LATER_SQL = (end: string) =>
  `(SELECT coalesce(sum(micros), 0) FROM postings WHERE ${end} = ?1 AND booked_at >= ?2 AND seq > ${end === "from_book" ? "?3" : "?5"} AND seq < last.seq)`;
const OPENING_SQL = `SELECT CASE WHEN from_book = ?1 THEN from_after ELSE to_after END - ${LATER_SQL("to_book")} + ${LATER_SQL("from_book")} AS sum
  FROM (SELECT max(seq) AS seq FROM (SELECT ${LAST_SQL("from_book")} AS seq UNION ALL SELECT ${LAST_SQL("to_book")})) last
  JOIN postings ON postings.seq = last.seq`;

/**
 * The account's balance at an instant: all that was booked before it. Old books may not be in time order, so movements
 * that come first but were booked later don't count.
 */
export async function openingBalance(scope: Scope, from: Instant): Promise<number> {
  const name = book(ownerOf(scope, undefined), "balance");
  const { places } = await read(scope, { places: bookRanges([name], from, from) });
  const ends = places.flatMap(({ after, before }) => [after, before]);
  const [found] = await scope.db.read([stmt(OPENING_SQL, name, from, ...ends)]);
  return Number(found![0]?.sum ?? 0);
}

/**
 * Adds accounts that this one has paid for, even if they have left: its own books prove the relation, so it may see
 * their names.
 */
export const withFormerAccounts = (scope: Scope, others: Iterable<string | null>): Scope => ({
  ...scope,
  reach: [...new Set([...scope.reach, ...others])].filter((account) => account !== null),
});

/** The last movement of a book. */
export interface BookEnd {
  seq: number;
  bookedAt: Instant;
}

/** The last movement of each of the account's books. */
export const findBookEnds: Query<BookEnd[]> = {
  stmts: (scope) =>
    ownBooks(ownerOf(scope, undefined)).flatMap((name) =>
      ["from_book", "to_book"].map((end) =>
        stmt(`SELECT seq, booked_at FROM postings WHERE ${end} = ? ORDER BY seq DESC LIMIT 1`, name),
      ),
    ),
  take: (sets) => sets.map(([row]) => ({ seq: Number(row?.seq ?? 0), bookedAt: Number(row?.booked_at ?? 0) })),
};

/** Whether anything may have been booked before `to` since `seen` was read. */
export const hasNewBookings = (to: Instant, seen: readonly BookEnd[], now: readonly BookEnd[]): boolean =>
  seen.some(({ seq, bookedAt }, at) => bookedAt < to && now[at]!.seq !== seq);

/** An entry of the account's own balance by its number, or null. */
export const findEntry = (seq: number): Query<LedgerEntry | null> => ({
  stmts: (scope) => [
    stmt(
      `SELECT ${COLUMNS} FROM postings WHERE seq = ?1 AND ?2 IN (from_book, to_book)`,
      seq,
      book(ownerOf(scope, undefined), "balance"),
    ),
  ],
  take: ([found], _seen, scope) => (found![0] ? ledgerEntryFor(scope.account, found![0]) : null),
});

/** The number of the entry booked under a key, or null. */
export const findEntryByKey = (key: string): Query<number | null> => {
  const query = selectRows("SELECT seq FROM postings WHERE key = ?", key);
  return { ...query, take: ([found]) => (found![0] ? Number(found![0].seq) : null) };
};

/** Which of these entries were corrected, and by which entry. */
export const findCorrections = (seqs: readonly number[]): Query<Map<number, number>> => {
  const query = selectRows(
    "SELECT seq, corrects FROM postings WHERE corrects IN (SELECT value FROM json_each(?))",
    JSON.stringify(seqs),
  );
  return { ...query, take: ([found]) => new Map(found!.map(({ seq, corrects }) => [Number(corrects), Number(seq)])) };
};

function ledgerEntryFor(account: string, row: Row): LedgerEntry {
  const own = book(account, "balance");
  const micros = Number(row.micros);
  const [comesIn, goesOut] = [row.to_book === own, row.from_book === own];
  // Paid from another balance: money that leaves the account's own cost book is a refund.
  const sign = comesIn || (!goesOut && bookOwner(row.from_book) === account) ? 1 : -1;
  const result = comesIn ? Number(row.to_after) : goesOut ? Number(row.from_after) : null;
  const far = bookOwner(comesIn ? row.from_book : row.to_book);
  return {
    seq: Number(row.seq),
    type: row.type,
    from: row.from_book,
    to: row.to_book,
    micros: sign * micros,
    currency: row.currency,
    memo: parseStored(row.memo),
    happenedAt: Number(row.happened_at),
    bookedAt: Number(row.booked_at),
    key: row.key,
    quantity: row.quantity === null ? undefined : Number(row.quantity),
    corrects: row.corrects === null ? undefined : Number(row.corrects),
    start: result === null ? null : result - sign * micros,
    result,
    // An opening balance belongs to the new account, wherever the money came from.
    other: result !== null && far !== account && !(row.type === "opening" && comesIn) ? far : null,
  };
}
