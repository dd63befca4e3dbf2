import type { Phrase } from "./message.ts";
import { type Currency, type Micros, type Money, money } from "./money.ts";
import type { Instant } from "./time.ts";
import { sliceCode } from "./text/text.ts";

/**
 * Where money stands. `balance`: what an account has prepaid. All others are the far side of an account's movements:
 * `opening`, `cards` and `adjustments` give, `refunds`, `fees` and `usage` take.
 */
export const BOOK_NAMES = ["balance", "opening", "cards", "refunds", "adjustments", "fees", "usage"] as const;
export type BookName = (typeof BOOK_NAMES)[number];

/** A place where money stands: `<account>/balance`, `<account>/fees`. The sum over all books is zero. */
export type Book = `${string}/${BookName}`;

/** What a movement is, as people filter and statements add up. */
export const ENTRY_TYPES = [
  "opening",
  "payment",
  "refund",
  "number",
  "subscription",
  "minutes",
  "messages",
  "add-on",
  "adjustment",
  "correction",
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** A movement of a positive amount from one book to another. Never changed: a correction is a new one. */
export interface Movement {
  type: EntryType;
  from: Book;
  to: Book;
  micros: Micros;
  currency: Currency;
  memo: Phrase;
  happenedAt: Instant;
  /** Natural key: the same movement cannot be booked twice. */
  key: string;
  /** Of usage, in thousandths of its unit. */
  quantity?: number | undefined;
  /** The number of the entry that this one takes back. */
  corrects?: number | undefined;
  /** The key of the movement of which this one gives something back: all of them together at most what it moved. */
  givesBack?: string | undefined;
}

/** A fee that was paid, by its key, and what of it was not given back, in micros. */
export interface PaidFee {
  key: string;
  left: Micros;
}

export const book = (account: string, name: BookName): Book => `${account}/${name}`;

/** The account whose proof of tenancy a book needs. */
export const bookOwner = (name: string): string => sliceCode(name, 0, name.lastIndexOf("/"));

/** An account opens with a prepaid sum: out of the balance of its `agency`, or from outside where there is none. */
export function openingMovement(
  account: string,
  sum: Money,
  memo: Phrase,
  now: Instant,
  agency: string | null = null,
): Movement {
  const from = agency === null ? book(account, "opening") : book(agency, "balance");
  return {
    type: "opening",
    from,
    to: book(account, "balance"),
    ...sum,
    memo,
    happenedAt: now,
    key: `opening:${account}`,
  };
}

/** Books from which money comes that nobody had before. What cards bring was charged: it is no such money. */
const MONEY_SOURCES: readonly BookName[] = ["opening", "adjustments"];
export const createsMoney = ({ from }: Movement): boolean =>
  MONEY_SOURCES.some((name) => from === book(bookOwner(from), name));

/** A fee of an account, paid from its payer's balance. `key`: what it is for, once for ever. */
export function feeMovement(
  type: "number" | "subscription",
  payer: string,
  account: string,
  fee: Money,
  memo: Phrase,
  happenedAt: Instant,
  key: string,
): Movement {
  return { type, from: book(payer, "balance"), to: book(account, "fees"), ...fee, memo, happenedAt, key };
}

/** A part of a fee that goes back to the balance. `givesBack`: the key of that fee. */
export const feeRefundMovement = (givesBack: string, ...of: Parameters<typeof feeMovement>): Movement => {
  const paid = feeMovement(...of);
  return { ...paid, from: paid.to, to: paid.from, givesBack };
};

/** What stands on one balance goes over to another; below zero it is the debt that goes. Zero moves nothing. */
export function balanceTransfer(
  account: string,
  to: string,
  sum: Money,
  memo: Phrase,
  happenedAt: Instant,
  key: string,
): Movement {
  const ends = [book(account, "balance"), book(to, "balance")] as const;
  const [from, into] = sum.micros > 0 ? ends : ([ends[1], ends[0]] as const);
  const { micros, currency } = money(Math.abs(sum.micros), sum.currency);
  return { type: "adjustment", from, to: into, micros, currency, memo, happenedAt, key };
}

/**
 * What a card paid. `charge`: the provider was asked under this key, so it is booked once. It happened when it was sent:
 * a month's cap counts it there, however late the answer comes.
 */
export function paymentMovement(account: string, charge: string, sum: Money, memo: Phrase, sentAt: Instant): Movement {
  const [from, to] = [book(account, "cards"), book(account, "balance")];
  return { type: "payment", from, to, ...sum, memo, happenedAt: sentAt, key: `charge:${charge}` };
}

/** What goes back to a card. `refund`: the key under which the provider was asked. */
export function refundMovement(account: string, refund: string, sum: Money, memo: Phrase, now: Instant): Movement {
  const [from, to] = [book(account, "balance"), book(account, "refunds")];
  return { type: "refund", from, to, ...sum, memo, happenedAt: now, key: `refund:${refund}` };
}

/** A refund that did not arrive: back onto the balance, by an entry that names the one it takes back. */
export function refundReversal(
  account: string,
  refund: string,
  corrects: number,
  sum: Money,
  memo: Phrase,
  now: Instant,
): Movement {
  const { from, to, key, ...rest } = refundMovement(account, refund, sum, memo, now);
  return { ...rest, from: to, to: from, key: `refund-failed:${refund}`, corrects, givesBack: key };
}

/** What the operator gives to a balance (above zero) or takes from it. Zero is nobody's adjustment. */
export function adjustment(account: string, sum: Money, memo: Phrase, now: Instant, key: string): Movement {
  const ends = [book(account, "adjustments"), book(account, "balance")] as const;
  const [from, to] = sum.micros > 0 ? ends : ([ends[1], ends[0]] as const);
  const { micros, currency } = money(Math.abs(sum.micros), sum.currency);
  return { type: "adjustment", from, to, micros, currency, memo, happenedAt: now, key };
}

/** A movement as it was booked. `seq`: its number in the ledger. */
export interface Entry extends Movement {
  seq: number;
  bookedAt: Instant;
}

/** Takes back what is left of an entry: the other way, naming it. Once at most, which its key sees to. */
export function correction(of: Entry, left: Micros, memo: Phrase, now: Instant): Movement {
  const { seq, from, to, currency } = of;
  return {
    type: "correction",
    from: to,
    to: from,
    micros: left,
    currency,
    memo,
    happenedAt: now,
    key: `correction:${seq}`,
    corrects: seq,
    givesBack: of.key,
  };
}

/** Money that a card or a correction has moved is not taken back by a further correction. */
const NOT_CORRECTABLE: readonly EntryType[] = ["payment", "refund", "correction"];
export const isCorrectable = (type: EntryType): boolean => !NOT_CORRECTABLE.includes(type);

/** Strictly below zero an account is inactive; zero itself is active. */
export const isInactive = (micros: Micros): boolean => micros < 0;
