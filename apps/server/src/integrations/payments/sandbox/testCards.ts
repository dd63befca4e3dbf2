import { cardExpiresAt } from "@callboard/domain/cards/rules";
import type { ProviderCard } from "@callboard/domain/cards/schema";
import { sliceCode } from "@callboard/domain/core/text/text";

/**
 * What happens when a test card is charged. The word is stored in the card's reference. `approval`: the cardholder must
 * approve. `late`: pending at first. `reversed`: declined, until the bank reverses the decline.
 */
const CARD_BEHAVIORS = [
  "pays",
  "declined",
  "funds",
  "stolen",
  "expired",
  "approval",
  "timeout-after",
  "timeout-before",
  "late",
  "reversed",
  "failure",
  "busy",
] as const;
export type CardBehavior = (typeof CARD_BEHAVIORS)[number];

type TestCard = readonly [brand: ProviderCard["brand"], behavior: CardBehavior];

/** The test cards that payment providers publish, and six of our own for failures between us and the provider. */
const TEST_CARDS: Record<string, TestCard> = {
  "4242424242424242": ["Visa", "pays"],
  "4111111111111111": ["Visa", "pays"],
  "4000056655665556": ["Visa", "pays"],
  "5555555555554444": ["Mastercard", "pays"],
  "2223003122003222": ["Mastercard", "pays"],
  "378282246310005": ["American Express", "pays"],
  "6011111111111117": ["Discover", "pays"],
  "3566002020360505": ["JCB", "pays"],
  "4000000000000002": ["Visa", "declined"],
  "4000000000009995": ["Visa", "funds"],
  "4000000000009979": ["Visa", "stolen"],
  "4000000000000069": ["Visa", "expired"],
  "4000002760003184": ["Visa", "approval"],
  "4000009999990016": ["Visa", "timeout-after"],
  "4000009999990024": ["Visa", "timeout-before"],
  "4000009999990032": ["Visa", "late"],
  "4000009999990040": ["Visa", "reversed"],
  "4000009999990057": ["Visa", "failure"],
  "4000009999990065": ["Visa", "busy"],
};

/** Lets tests check that none of them leaks. */
export const TEST_NUMBERS: readonly string[] = Object.keys(TEST_CARDS);

/** The same for every entry of the same card, like a real provider's. */
const fingerprintOf = (digits: string): string => `test_${TEST_NUMBERS.indexOf(digits)}`;

/** The inputs of the card page. */
export interface CardFormInput {
  number: string;
  expiry: string;
  code: string;
  holder: string;
}

export type CardField = keyof CardFormInput;
export interface ReadCard {
  card: ProviderCard;
}

const EXPIRY = /^(\d{1,2})\s*\/\s*(\d{2}|\d{4})$/;

/**
 * Validates the inputs; returns a card, or the invalid field with a message. `id` becomes part of the reference. Only
 * brand, last four digits, expiry, holder and the kind of test card leave this function.
 */
export function readCard(
  form: CardFormInput,
  id: string,
  { now, zone }: { now: number; zone: string },
): ReadCard | { field: CardField; why: string } {
  const digits = form.number.replace(/[\s-]/g, "");
  const testCard = TEST_CARDS[digits];
  if (digits === "") return { field: "number", why: "Enter the card number." };
  if (!testCard)
    return { field: "number", why: "This is none of the sandbox’s test cards. Real cards are never taken here." };
  const match = EXPIRY.exec(form.expiry.trim());
  const month = Number(match?.[1]);
  const year = match ? (match[2]!.length === 2 ? 2000 + Number(match[2]) : Number(match[2])) : 0;
  if (!match || month < 1 || month > 12) return { field: "expiry", why: "Enter month and year, such as 05/29." };
  if (cardExpiresAt({ expYear: year, expMonth: month }, zone) <= now)
    return { field: "expiry", why: "This card has expired." };
  if (year > 2100) return { field: "expiry", why: "Enter month and year, such as 05/29." };
  if (!/^\d{3,4}$/.test(form.code.trim())) return { field: "code", why: "Enter the 3 or 4 digits of the code." };
  const holder = form.holder.trim();
  if (holder === "") return { field: "holder", why: "Enter the name on the card." };
  if (holder.length > 120 || /\d{4}|[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(holder))
    return { field: "holder", why: "Enter the name as it stands on the card." };
  const [brand, behavior] = testCard;
  const last4 = sliceCode(digits, -4);
  const fingerprint = fingerprintOf(digits);
  return {
    card: { providerRef: `card_${behavior}_${id}`, brand, last4, expMonth: month, expYear: year, holder, fingerprint },
  };
}

/** A card's behavior, from its reference. */
export const behaviorOf = (ref: string): CardBehavior => {
  const word = /^card_([a-z-]+)_/.exec(ref)?.[1];
  return CARD_BEHAVIORS.find((behavior) => behavior === word) ?? "declined";
};
