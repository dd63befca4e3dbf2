import type { Phrase } from "./phrase.ts";
import type { Currency, Micros, Money } from "./money.ts";
import type { Instant } from "./time.ts";

/** A place where money stands: `<account>/balance`, `<account>/fees`. The sum over all books is zero. */
export type Book = `${string}/${BookName}`;
/** `fees`: what an account has cost, whoever paid for it. */
export type BookName = "balance" | "opening" | "fees";

/** A movement of a positive amount from one book to another. Never changed: a correction is a new one. */
export interface Movement {
  from: Book;
  to: Book;
  micros: Micros;
  currency: Currency;
  memo: Phrase;
  happenedAt: Instant;
  /** Natural key: the same movement cannot be booked twice. */
  key: string;
}

export const book = (account: string, name: BookName): Book => `${account}/${name}`;

/** The account whose proof of tenancy a book needs. */
export const bookOwner = (name: Book): string => name.slice(0, name.lastIndexOf("/"));

/** An account opens with a prepaid sum that comes from outside. */
export function openingMovement(
  account: string,
  micros: Micros,
  currency: Currency,
  memo: Phrase,
  now: Instant,
): Movement {
  return {
    from: book(account, "opening"),
    to: book(account, "balance"),
    micros,
    currency,
    memo,
    happenedAt: now,
    key: `opening:${account}`,
  };
}

/** A fee of an account, paid from its payer's balance. `key`: what it is for, once for ever. */
export function feeMovement(
  payer: string,
  account: string,
  fee: Money,
  memo: Phrase,
  now: Instant,
  key: string,
): Movement {
  return { from: book(payer, "balance"), to: book(account, "fees"), ...fee, memo, happenedAt: now, key };
}

/** Strictly below zero an account is inactive; zero itself is active. */
export const isInactive = (micros: Micros): boolean => micros < 0;
