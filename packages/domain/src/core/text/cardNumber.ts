import creditCardType from "credit-card-type";
import { normalizeDigits, removeInvisible } from "./digits.ts";
import { blankOutIbans } from "./iban.ts";
import { sliceCode } from "./text.ts";

/**
 * The numbers that networks issue: how they begin and how long they are. Maestro is left out because it claims
 * everything that starts with 6, and the more specific networks are listed.
 */
const NETWORKS = Object.values(creditCardType.types)
  .filter((type) => type !== "maestro")
  .map((type) => {
    const { lengths, patterns } = creditCardType.getTypeInfo(type);
    const ranges = patterns.map(
      (pattern) => (typeof pattern === "number" ? [pattern, pattern] : pattern) as [first: number, last: number],
    );
    return { lengths, ranges: ranges.map(([first, last]) => ({ first, last, digits: String(first).length })) };
  });

/** Test numbers published by networks and payment providers: found without any hint next to them. */
const TEST_NUMBERS = new Set(
  `4242424242424242 4000056655665556 4000000000000002 4000000000009995 4000000000009987 4000000000009979
   4000000000000069 4000000000000127 4000000000000119 4000000000000341 4000000000003220 4000002760003184
   4000002500003155 4000000000003063 4000000000000259 4000000000005126 4000000000000077 4000000000000093
   4000009999990016 4000009999990024 4000009999990032 4000009999990040 4000009999990057 4000009999990065
   4111111111111111 4012888888881881 4222222222222 4917610000000000 4005519200000004 4009348888881881
   4012000033330026 4012000077777777 4217651111111119 4500600000000061 5555555555554444 5200828282828210
   5105105105105100 5454545454545454 5555341244441115 2223003122003222 2223000048400011 5200533989557118
   378282246310005 371449635398431 378734493671000 343434343434343 6011111111111117 6011000990139424
   6011981111111113 6011601160116611 3056930009020004 36227206271667 30569309025904 38520000023237
   36259600000004 3566002020360505 3530111333300000 3566111111111113 6200000000000005 6205500000000000004
   6200000000000047`.split(/\s+/),
);

/** Ids made by programs: their digits are random. */
const UUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/giu;
/** A word this long was made by a program; nobody types a card number into the middle of one. */
const LONG_WORD = /[\da-z]{24,}/giu;
/** The separators that people put between the groups of a card number. */
const GAP = /^[\s.\-_/\u2010-\u2015]{1,2}$/u;
/** The lengths of the groups in which card numbers are printed. */
const GROUPS = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
];

/** Words about cards directly in front of a number, with nothing else between. */
const CARD_BEFORE =
  /(?:card|karte|carte|tarjeta|carta|visa|master ?card|amex|american express|discover|diners|jcb|union ?pay|\bpan\b|\bcc\b|credit|debit)(?:(?!\b(?:id|order|ticket|case|ref)\b)[^\d!?\n]){0,24}$/iu;
/** Words in front of some groups that call them something else: then a correct check digit isn't enough. */
const OTHER_BEFORE =
  /(?:#|\b(?:order|invoice|ref|reference|ticket|case|id|booking|contract|policy|customer|client|member|serial|voucher|coupon|licen[cs]e|key|meter|parcel|shipment|tracking|iban|bestell|auftrags?|rechnungs?|kunden|vertrags?|z\u00e4hler|commande|facture|pedido|factura|ordine|fattura)(?:ung|nummer|nr)?\b[^\d!?\n]{0,14})\s?$/iu;
/** Text after a card number: its expiry date or code. */
const CARD_AFTER = /^[\s,;:()/-]{0,3}(?:exp|valid|good thru|cvv|cvc|csc|(?:0[1-9]|1[0-2]) ?\/ ?\d{2}\b)/iu;
const CONTEXT_LENGTH = 40;
const MIN_DIGITS = 13;

/** Digits in a row, and where they are in the text. */
interface DigitRun {
  digits: string;
  from: number;
  to: number;
}

/**
 * Whether a text contains a card number as people write them: issued by a network and with a correct check digit. In
 * groups it counts anywhere unless the text calls it something else. As one block it could easily be an order number,
 * so it needs a word or date next to it, or must be a published test number. `anywhere`: every possible block counts.
 */
export function containsCardNumber(text: string, blocks: "beside words" | "anywhere" = "beside words"): boolean {
  if (!hasDigits(text, MIN_DIGITS)) return false;
  const typed = blankOutIbans(normalizeDigits(removeInvisible(text)))
    .replace(UUID, "|")
    .replace(LONG_WORD, (word) => (/[a-z]/iu.test(word) ? "|" : word));
  const runs = [...typed.matchAll(/\d+/g)].map(({ 0: digits, index }): DigitRun => ({
    digits,
    from: index,
    to: index + digits.length,
  }));
  return runs.some(
    (run, index) =>
      // Digits after a + are a phone number, digits after a decimal point a fraction.
      !/(?:\+|\d[.,])$/.test(sliceCode(typed, Math.max(0, run.from - 2), run.from)) &&
      (isCardBlock(run, typed, blocks) || isGroupedCard(runs, index, typed, blocks)),
  );
}

/** Whether a text may have that many digits: a quick test that rules out nearly every text. */
function hasDigits(text: string, min: number): boolean {
  let count = 0;
  for (let index = 0; index < text.length && count < min; index += 1) {
    const code = text.charCodeAt(index);
    // Anything beyond ASCII may be a digit of another script.
    if ((code >= 48 && code <= 57) || code > 127) count += 1;
  }
  return count >= min;
}

function isCardBlock({ digits, from, to }: DigitRun, typed: string, blocks: "beside words" | "anywhere"): boolean {
  if (TEST_NUMBERS.has(digits)) return true;
  return isIssued(digits) && (blocks === "anywhere" || isNamedAsCard(from, to, typed));
}

const textBefore = (from: number, typed: string): string => sliceCode(typed, Math.max(0, from - CONTEXT_LENGTH), from);
const isNamedAsCard = (from: number, to: number, typed: string): boolean =>
  CARD_BEFORE.test(textBefore(from, typed)) || CARD_AFTER.test(sliceCode(typed, to, to + CONTEXT_LENGTH));

/** Whether a card number in groups, as printed on the card, begins at the run with the index `first`. */
function isGroupedCard(
  runs: readonly DigitRun[],
  first: number,
  typed: string,
  blocks: "beside words" | "anywhere",
): boolean {
  const gapAfter = (index: number) =>
    runs[index] && runs[index + 1] ? sliceCode(typed, runs[index].to, runs[index + 1]!.from) : "";
  const gap = gapAfter(first);
  if (!GAP.test(gap)) return false;
  const isJoined = (index: number) => index >= 0 && gapAfter(index) === gap;
  // The groups began further left.
  if (isJoined(first - 1) && isCardGroup(runs[first - 1]!, typed)) return false;
  return GROUPS.some((lengths) => {
    const last = first + lengths.length - 1;
    if (!lengths.every((length, index) => runs[first + index]?.digits.length === length)) return false;
    if (!lengths.slice(1).every((_, index) => isJoined(first + index))) return false;
    const digits = lengths.map((_, index) => runs[first + index]!.digits).join("");
    const nextRun = isJoined(last) ? runs[last + 1]! : null;
    const candidates = [
      // A fifth group of four digits means that it is no card. After three groups it is the card's security code.
      ...(nextRun?.digits.length === 4 && lengths.length === 4 ? [] : [{ digits, to: runs[last]!.to }]),
      ...(nextRun && nextRun.digits.length < 4 ? [{ digits: digits + nextRun.digits, to: nextRun.to }] : []),
    ];
    return candidates.some(
      (candidate) =>
        isIssued(candidate.digits) &&
        (blocks === "anywhere" ||
          TEST_NUMBERS.has(candidate.digits) ||
          // Numbers on separate lines are a column, not a card.
          !(gap.includes("\n") || OTHER_BEFORE.test(textBefore(runs[first]!.from, typed))) ||
          isNamedAsCard(runs[first]!.from, candidate.to, typed)),
    );
  });
}

/** A separate number in front of a card number is an amount or a count, not one of its groups. */
const isCardGroup = ({ digits, from }: DigitRun, typed: string): boolean =>
  digits.length === 4 || /(?:[A-Za-z]|\b[A-Z]{2} )$/u.test(sliceCode(typed, Math.max(0, from - 4), from));

const isIssued = (digits: string): boolean =>
  passesLuhn(digits) &&
  NETWORKS.some(
    ({ lengths, ranges }) =>
      lengths.includes(digits.length) &&
      ranges.some((range) => {
        const prefix = Number(sliceCode(digits, 0, range.digits));
        return prefix >= range.first && prefix <= range.last;
      }),
  );

/** From the right, every second digit counts twice; the sum must end in 0. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.at(-1 - index));
    const value = index % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
