import { type Book, book, bookOwner, type Entry, type EntryType } from "@callboard/domain/core/ledger";
import type { Instant } from "@callboard/domain/core/time";
import { LAST_INSTANT, UNBOUNDED, type BookRange } from "./bookRanges.ts";
import { type Row, stmt, parseStored } from "../database/port.ts";
import { type Query, selectRows } from "../queries.ts";
import { checkedAccount } from "../checkedAccount.ts";
import { bookRanges } from "./balances.ts";
import { POSTING_COLUMNS } from "./postings.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";

/** A movement from the current account's point of view: positive for income, negative for costs. */
export interface LedgerEntry extends Entry {
  micros: number;
  /** The account's own balance before and after; null where another account's balance paid. */
  balanceBefore: number | null;
  balanceAfter: number | null;
  /** The account it concerns if not the current one: a sub-account that is paid for. */
  otherAccount: string | null;
}

export interface EntryFilter {
  types?: readonly EntryType[] | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
}

export interface EntryPage {
  beforePosition: number | null;
  limit: number;
  /** Further conditions that SQL cannot check: the words of a search. */
  matches?: ((entries: readonly LedgerEntry[]) => Promise<readonly boolean[]>) | undefined;
}

export interface EntriesResult {
  entries: LedgerEntry[];
  next: number | null;
  /** If few entries match: the search went back to this instant. */
  searchedTo: Instant | null;
}

/** These types make up most of a ledger. The index by type leaves them out: a query must repeat its condition. */
const COMMON_TYPES: readonly EntryType[] = ["minutes", "messages", "add-on"];
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
  { beforePosition, limit, matches }: EntryPage,
): Promise<EntriesResult> {
  const { from = 0, to = LAST_INSTANT } = filter;
  // `to` is exclusive, so one millisecond after the past instant that is shown.
  const end = Math.min(to, (scope.asOf ?? LAST_INSTANT) + 1);
  const { ranges } = await read(scope, { ranges: bookRanges(ownBooks(checkedAccount(scope, undefined)), from, end) });
  const rareTypes = filter.types?.every((type) => !COMMON_TYPES.includes(type)) ? filter.types : undefined;
  const isUnfiltered = !matches && (filter.types === undefined || rareTypes !== undefined);
  const chunkSize = isUnfiltered ? limit + 1 : Math.max(limit + 1, CHUNK);
  const result: EntriesResult = { entries: [], next: null, searchedTo: null };
  let cursor = beforePosition ?? UNBOUNDED;
  for (let searched = 0; ;) {
    const page = await readEntryPage(scope, {
      rareTypes,
      from,
      to: end,
      ranges,
      beforePosition: cursor,
      limit: chunkSize,
    });
    const candidates = page.filter(({ type }) => filter.types?.includes(type) ?? true);
    const matching = matches ? await matches(candidates) : null;
    for (const [index, entry] of candidates.entries()) {
      if (matching?.[index] === false) continue;
      if (result.entries.length === limit) return { ...result, next: result.entries.at(-1)!.seq };
      result.entries.push(entry);
    }
    const last = page.at(-1);
    if (!last || page.length < chunkSize) return result;
    cursor = last.seq;
    searched += page.length;
    if (searched >= SCAN_MAX) return { ...result, next: cursor, searchedTo: last.bookedAt };
  }
}

interface EntrySlice {
  /** The types to read, if the index by type has all of them. */
  rareTypes: readonly EntryType[] | undefined;
  from: Instant;
  to: Instant;
  ranges: readonly BookRange[];
  beforePosition: number;
  limit: number;
}

/** Each side of each book is read along its own index; the newest of all of them form the page. */
async function readEntryPage(scope: Scope, slice: EntrySlice): Promise<LedgerEntry[]> {
  const account = checkedAccount(scope, undefined);
  const { rareTypes, from, to, ranges, beforePosition, limit } = slice;
  const types = rareTypes ?? [null];
  const stmts = ranges.flatMap(({ side, book: bookName, ...bounds }) =>
    types.map((type) =>
      stmt(
        `SELECT ${COLUMNS} FROM postings WHERE ${side} = ? ${type === null ? "" : `AND type = ? AND ${RARE_SQL}`}
         AND seq < ? AND seq > ? AND booked_at >= ? AND booked_at < ? ORDER BY seq DESC LIMIT ?`,
        ...(type === null ? [bookName] : [bookName, type]),
        Math.min(beforePosition, bounds.before),
        bounds.after,
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

/** On this side of book ?1: the last movement booked before ?2, and the sum of later ones that have a lower number. */
const LAST_SQL = (side: string) =>
  `(SELECT seq FROM postings WHERE ${side} = ?1 AND booked_at < ?2 AND seq < ${side === "from_book" ? "?4" : "?6"} ORDER BY seq DESC LIMIT 1)`;
const LATER_SQL = (side: string) =>
  `(SELECT coalesce(sum(micros), 0) FROM postings WHERE ${side} = ?1 AND booked_at >= ?2 AND seq > ${side === "from_book" ? "?3" : "?5"} AND seq < last.seq)`;
const OPENING_SQL = `SELECT CASE WHEN from_book = ?1 THEN from_after ELSE to_after END - ${LATER_SQL("to_book")} + ${LATER_SQL("from_book")} AS sum
  FROM (SELECT max(seq) AS seq FROM (SELECT ${LAST_SQL("from_book")} AS seq UNION ALL SELECT ${LAST_SQL("to_book")})) last
  JOIN postings ON postings.seq = last.seq`;

/**
 * The account's balance at an instant: all that was booked before it. Old books may not be in time order, so movements
 * that come first but were booked later don't count.
 */
export async function openingBalance(scope: Scope, from: Instant): Promise<number> {
  const bookName = book(checkedAccount(scope, undefined), "balance");
  const { ranges } = await read(scope, { ranges: bookRanges([bookName], from, from) });
  const bounds = ranges.flatMap(({ after, before }) => [after, before]);
  const [rows] = await scope.db.read([stmt(OPENING_SQL, bookName, from, ...bounds)]);
  return Number(rows![0]?.sum ?? 0);
}

/**
 * Adds accounts that this one has paid for, even if they have left the agency: its own ledger shows them, so it may
 * also see their names.
 */
export const withFormerAccounts = (scope: Scope, formerAccounts: Iterable<string | null>): Scope => ({
  ...scope,
  relatedAccounts: [...new Set([...scope.relatedAccounts, ...formerAccounts])].filter((account) => account !== null),
});

/** The last movement of a book. */
export interface BookEnd {
  seq: number;
  bookedAt: Instant;
}

/** The last movement of each of the account's books. */
export const findBookEnds: Query<BookEnd[]> = {
  statements: (scope) =>
    ownBooks(checkedAccount(scope, undefined)).flatMap((bookName) =>
      ["from_book", "to_book"].map((side) =>
        stmt(`SELECT seq, booked_at FROM postings WHERE ${side} = ? ORDER BY seq DESC LIMIT 1`, bookName),
      ),
    ),
  parse: (results) => results.map(([row]) => ({ seq: Number(row?.seq ?? 0), bookedAt: Number(row?.booked_at ?? 0) })),
};

/** Whether anything may have been booked before `to` since `before` was read. */
export const hasNewBookings = (to: Instant, before: readonly BookEnd[], current: readonly BookEnd[]): boolean =>
  before.some(({ seq, bookedAt }, index) => bookedAt < to && current[index]!.seq !== seq);

/** An entry of the account's own balance by its number, or null. */
export const findEntry = (seq: number): Query<LedgerEntry | null> => ({
  statements: (scope) => [
    stmt(
      `SELECT ${COLUMNS} FROM postings WHERE seq = ?1 AND ?2 IN (from_book, to_book)`,
      seq,
      book(checkedAccount(scope, undefined), "balance"),
    ),
  ],
  parse: ([rows], _seen, scope) => (rows![0] ? ledgerEntryFor(scope.account, rows![0]) : null),
});

/** The number of the entry booked under a key, or null. */
export const findEntryByKey = (key: string): Query<number | null> => {
  const query = selectRows("SELECT seq FROM postings WHERE key = ?", key);
  return { ...query, parse: ([rows]) => (rows![0] ? Number(rows![0].seq) : null) };
};

/** Which of these entries were corrected, and by which entry. */
export const findCorrections = (seqs: readonly number[]): Query<Map<number, number>> => {
  const query = selectRows(
    "SELECT seq, corrects FROM postings WHERE corrects IN (SELECT value FROM json_each(?))",
    JSON.stringify(seqs),
  );
  return {
    ...query,
    parse: ([rows]) => new Map(rows!.map(({ seq, corrects }) => [Number(corrects), Number(seq)])),
  };
};

function ledgerEntryFor(account: string, row: Row): LedgerEntry {
  const ownBalance = book(account, "balance");
  const micros = Number(row.micros);
  const [isIncoming, isOutgoing] = [row.to_book === ownBalance, row.from_book === ownBalance];
  // Paid from another balance: money that leaves the account's own cost book is a refund.
  const sign = isIncoming || (!isOutgoing && bookOwner(row.from_book) === account) ? 1 : -1;
  const balanceAfter = isIncoming ? Number(row.to_after) : isOutgoing ? Number(row.from_after) : null;
  const otherOwner = bookOwner(isIncoming ? row.from_book : row.to_book);
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
    balanceBefore: balanceAfter === null ? null : balanceAfter - sign * micros,
    balanceAfter,
    // An opening balance belongs to the new account, wherever the money came from.
    otherAccount:
      balanceAfter !== null && otherOwner !== account && !(row.type === "opening" && isIncoming) ? otherOwner : null,
  };
}
