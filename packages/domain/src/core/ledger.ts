import type { Message } from "./message.ts";
import { type Currency, type Micros, type Money, money } from "./money.ts";
import type { Instant } from "./time.ts";
import { sliceCode } from "./text/text.ts";

/**
 * The books of an account. `balance`: what the account has prepaid. The others are the other side of its movements:
 * `opening`, `cards` and `adjustments` pay in, `refunds`, `fees` and `usage` take out.
 */
export const BOOK_NAMES = ["balance", "opening", "cards", "refunds", "adjustments", "fees", "usage"] as const;
export type BookName = (typeof BOOK_NAMES)[number];

/** A book's full name: `<account>/balance`, `<account>/fees`. The sum over all books is zero. */
export type Book = `${string}/${BookName}`;

/** The types of movements, for filters and statements. */
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

/** A movement of a positive amount between two books. Never changed: a correction is a new movement. */
export interface Movement {
  type: EntryType;
  from: Book;
  to: Book;
  micros: Micros;
  currency: Currency;
  memo: Message;
  happenedAt: Instant;
  /** Natural key: the same movement cannot be booked twice. */
  key: string;
  /** For usage, in thousandths of its unit. */
  quantity?: number | undefined;
  /** The number of the entry that this one corrects. */
  corrects?: number | undefined;
  /** The key of the movement that this one refunds. All refunds together are at most its amount. */
  refundOf?: string | undefined;
}

/** A paid fee by its key, and what was not refunded of it, in micros. */
export interface PaidFee {
  key: string;
  remaining: Micros;
}

export const book = (account: string, name: BookName): Book => `${account}/${name}`;

/** The account that owns a book. */
export const bookOwner = (name: string): string => sliceCode(name, 0, name.lastIndexOf("/"));

/** Opens an account with a prepaid amount: from its agency's balance, or from outside if it has none. */
export function openingMovement(
  account: string,
  sum: Money,
  memo: Message,
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

/** Books from which a balance gets money that no card paid. */
const MONEY_SOURCES: readonly BookName[] = ["opening", "adjustments"];
export const createsMoney = ({ from }: Movement): boolean =>
  MONEY_SOURCES.some((name) => from === book(bookOwner(from), name));

/** A fee of an account, paid from its payer's balance. `key`: identifies what is paid, so it is paid once ever. */
export function feeMovement(
  type: "number" | "subscription",
  payer: string,
  account: string,
  fee: Money,
  memo: Message,
  happenedAt: Instant,
  key: string,
): Movement {
  return { type, from: book(payer, "balance"), to: book(account, "fees"), ...fee, memo, happenedAt, key };
}

/** Refunds a part of a fee to the balance. `refundOf`: the fee's key. */
export const feeRefundMovement = (refundOf: string, ...feeArguments: Parameters<typeof feeMovement>): Movement => {
  const fee = feeMovement(...feeArguments);
  return { ...fee, from: fee.to, to: fee.from, refundOf };
};

/** Moves one balance to another; if it is negative, the debt moves. A zero balance moves nothing. */
export function balanceTransfer(
  account: string,
  toAccount: string,
  sum: Money,
  memo: Message,
  happenedAt: Instant,
  key: string,
): Movement {
  const books = [book(account, "balance"), book(toAccount, "balance")] as const;
  const [from, to] = sum.micros > 0 ? books : ([books[1], books[0]] as const);
  const { micros, currency } = money(Math.abs(sum.micros), sum.currency);
  return { type: "adjustment", from, to, micros, currency, memo, happenedAt, key };
}

/**
 * A card payment. `charge`: the idempotency key sent to the provider, so it is booked once. It happened when it was
 * sent: that month's cap counts it, however late the answer comes.
 */
export function paymentMovement(account: string, charge: string, sum: Money, memo: Message, sentAt: Instant): Movement {
  const [from, to] = [book(account, "cards"), book(account, "balance")];
  return { type: "payment", from, to, ...sum, memo, happenedAt: sentAt, key: `charge:${charge}` };
}

/** A refund to a card. `refund`: the idempotency key sent to the provider. */
export function refundMovement(account: string, refund: string, sum: Money, memo: Message, now: Instant): Movement {
  const [from, to] = [book(account, "balance"), book(account, "refunds")];
  return { type: "refund", from, to, ...sum, memo, happenedAt: now, key: `refund:${refund}` };
}

/** Returns a failed refund to the balance, with an entry that names the refund. */
export function refundReversal(
  account: string,
  refund: string,
  corrects: number,
  sum: Money,
  memo: Message,
  now: Instant,
): Movement {
  const { from, to, key, ...rest } = refundMovement(account, refund, sum, memo, now);
  return { ...rest, from: to, to: from, key: `refund-failed:${refund}`, corrects, refundOf: key };
}

/** The operator adds to a balance (positive) or takes from it. Zero is not allowed. */
export function adjustment(account: string, sum: Money, memo: Message, now: Instant, key: string): Movement {
  const books = [book(account, "adjustments"), book(account, "balance")] as const;
  const [from, to] = sum.micros > 0 ? books : ([books[1], books[0]] as const);
  const { micros, currency } = money(Math.abs(sum.micros), sum.currency);
  return { type: "adjustment", from, to, micros, currency, memo, happenedAt: now, key };
}

/** A booked movement. `seq`: its number in the ledger. */
export interface Entry extends Movement {
  seq: number;
  bookedAt: Instant;
}

/** Reverses what was not refunded of an entry. The key makes sure that this happens at most once. */
export function correction(entry: Entry, remaining: Micros, memo: Message, now: Instant): Movement {
  const { seq, from, to, currency } = entry;
  return {
    type: "correction",
    from: to,
    to: from,
    micros: remaining,
    currency,
    memo,
    happenedAt: now,
    key: `correction:${seq}`,
    corrects: seq,
    refundOf: entry.key,
  };
}

/** Card payments, refunds and corrections can't be corrected. */
const NOT_CORRECTABLE: readonly EntryType[] = ["payment", "refund", "correction"];
export const isCorrectable = (type: EntryType): boolean => !NOT_CORRECTABLE.includes(type);

/** An account is inactive strictly below zero; at zero it is active. */
export const isInactive = (micros: Micros): boolean => micros < 0;
