import { sliceCode } from "./text/text.ts";

/** Integer millionths of the currency's unit. Safe integers only: up to about nine thousand million units. */
export type Micros = number;
export type Currency = "USD" | "EUR" | "GBP" | "CAD" | "AUD";

export interface Money {
  micros: Micros;
  currency: Currency;
}

export const MICROS_PER_UNIT = 1_000_000;
export const MICROS_PER_CENT = 10_000;
const MICROS_PER_CENT_EXACT = BigInt(MICROS_PER_CENT);

export function money(micros: Micros, currency: Currency): Money {
  if (!Number.isSafeInteger(micros)) throw new RangeError("Money must be a whole number of micros");
  return { micros, currency };
}

export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}`);
  return money(a.micros + b.micros, a.currency);
}

/** `a × numerator ÷ denominator`, rounded half to even. Every other rounding of money is for display or for a card. */
export function portion(a: Money, numerator: number, denominator: number): Money {
  return money(Number(divideHalfEven(BigInt(a.micros) * BigInt(numerator), BigInt(denominator))), a.currency);
}

/** Whole cents, rounded down (−0.004 is −1 cent): for displaying balances. */
export function floorCents(a: Money): number {
  return Number(floorDivide(BigInt(a.micros), MICROS_PER_CENT_EXACT));
}

/** Parts of an amount due in whole cents. They add up to the sum, which is rounded up. */
export interface AllocatedCents {
  parts: number[];
  sum: number;
}

/**
 * Rounds the parts of an amount due (negative: refunded) to cents. Those with the largest remainder go up, so that the
 * parts add up to the rounded-up sum.
 */
export function allocateCents(micros: readonly Micros[]): AllocatedCents {
  const exact = micros.map(BigInt);
  const parts = exact.map((part) => floorDivide(part, MICROS_PER_CENT_EXACT));
  const remainders = exact.map((part, index) => part - parts[index]! * MICROS_PER_CENT_EXACT);
  const totalRemainder = remainders.reduce((total, remainder) => total + remainder, 0n);
  const roundedUpCount = Number(-floorDivide(-totalRemainder, MICROS_PER_CENT_EXACT));
  const byRemainder = remainders
    .map((_, index) => index)
    .sort((a, b) => Number(remainders[b]! - remainders[a]!) || a - b);
  for (const index of byRemainder.slice(0, roundedUpCount)) parts[index]! += 1n;
  const cents = parts.map(Number);
  return { parts: cents, sum: cents.reduce((total, part) => total + part, 0) };
}

/** Whole cents, rounded half to even: a line of a statement. The remainder is a line of its own. */
export function roundCents(a: Money): number {
  return Number(divideHalfEven(BigInt(a.micros), MICROS_PER_CENT_EXACT));
}

/** Whole cents, rounded up: what a card is charged. */
export function ceilCents(a: Money): number {
  return Number(-floorDivide(-BigInt(a.micros), MICROS_PER_CENT_EXACT));
}

/** A typed amount, `1,250.00` or `250`, in micros; null if it isn't one or is negative. */
export function parseMoney(text: string): Micros | null {
  const match = /^(\d{1,3}(?:,\d{3})*|\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  const cents = BigInt(match[1]!.replaceAll(",", "")) * 100n + BigInt((match[2] ?? "").padEnd(2, "0"));
  const micros = cents * MICROS_PER_CENT_EXACT;
  return micros > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(micros);
}

/** A page shows hundreds of amounts, and creating a format takes longer than using it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, currency: Currency): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale, { style: "currency", currency })));
  return format;
}

/** A balance for display: rounded down to the cent, with a true minus sign. */
export function formatBalance(a: Money, locale: string): string {
  const cents = floorCents(a);
  const text = formatOf(locale, a.currency).format(Math.abs(cents) / 100);
  return cents < 0 ? `\u2212${text}` : text;
}

/** An amount due for display: rounded up to the cent. */
export function formatAmountDue(a: Money, locale: string): string {
  return formatBalance(money(ceilCents(a) * MICROS_PER_CENT, a.currency), locale);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function divideHalfEven(a: bigint, b: bigint): bigint {
  if (b <= 0n) throw new RangeError("Money can only be divided by a positive number");
  const quotient = floorDivide(a, b);
  const doubledRemainder = (a - quotient * b) * 2n;
  const isOdd = quotient % 2n !== 0n;
  return doubledRemainder > b || (doubledRemainder === b && isOdd) ? quotient + 1n : quotient;
}

/** The exact amount in units, for files: at least two decimals, no currency sign, no grouping. */
export function toDecimal(micros: Micros): string {
  const sign = micros < 0 ? "-" : "";
  const digits = String(Math.abs(micros)).padStart(7, "0");
  const fraction = sliceCode(digits, -6).replace(/0{1,4}$/, "");
  return `${sign}${sliceCode(digits, 0, -6)}.${fraction}`;
}
