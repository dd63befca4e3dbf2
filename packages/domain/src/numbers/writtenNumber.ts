import { ParseError, parsePhoneNumberWithError, type PhoneNumber } from "libphonenumber-js/max";
import { sliceCode } from "../core/text/text.ts";
import type { Country } from "./phoneNumber.ts";

/** A phone number in a text, from the character `from` to the one before `to`. */
export interface WrittenNumber {
  from: number;
  to: number;
  e164: string;
}

/** A phone number has at least this many digits in any country, and at most 15 after a prefix such as 011. */
const MIN_DIGITS = 7;
const MAX_DIGITS = 18;
/** What may separate two numbers, or a number from other digits; or the groups of one number. */
const SEPARATOR = /\s*[/|]\s*|\s+[-–—]\s+|\s+/g;
/** The groups between separators: with more of them, a text is no list of phone numbers. */
const GROUPS_MAX = 12;
/** A country code, such as "+44", "0044" or "011": the groups after it belong to its number. */
const COUNTRY_PREFIX = /^\(?(?:\+|00|011$)/;

/**
 * The phone numbers that a text of digits and separators may contain, such as "24/7 (512) 555-0143"; the longest first;
 * they may overlap. A number without a country code belongs to `home`.
 */
export function findWrittenNumbers(text: string, home: Country): WrittenNumber[] {
  const groups = groupsOf(text);
  if (groups.length > GROUPS_MAX) return [];
  const ranges = groups.flatMap(({ from, isContinued }, index) =>
    isContinued ? [] : groups.slice(index).map(({ to }) => ({ from, to })),
  );
  return ranges
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .flatMap(({ from, to }) => {
      const e164 = parseWritten(sliceCode(text, from, to), home);
      return e164 === null ? [] : [{ from, to, e164 }];
    });
}

interface Group {
  from: number;
  to: number;
  /** It goes on with a number whose country code stands before it, and can't begin one. */
  isContinued: boolean;
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let from = 0;
  for (const { index, 0: separator } of [...text.matchAll(SEPARATOR), { index: text.length, 0: "" }]) {
    const before = groups.at(-1);
    const isContinued = before !== undefined && COUNTRY_PREFIX.test(sliceCode(text, before.from, before.to));
    groups.push({ from, to: index, isContinued });
    from = index + separator.length;
  }
  return groups;
}

function parseWritten(text: string, home: Country): string | null {
  const count = digitsOf(text).length;
  if (count < MIN_DIGITS || count > MAX_DIGITS) return null;
  try {
    const international = text.replace(/^\(?00(?=[\s.-]?[1-9])/, "+");
    return parsePhoneNumberWithError(international, { defaultCountry: home, extract: false }).number;
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** Replaces the numbers for which `replacementOf` has another one; where two overlap, the longer counts. */
export function replaceNumbers(
  text: string,
  found: readonly WrittenNumber[],
  replacementOf: (e164: string) => string | null,
): string {
  const replaced: (WrittenNumber & { by: string })[] = [];
  for (const number of found) {
    const by = replacementOf(number.e164);
    if (by !== null && !replaced.some(({ from, to }) => number.from < to && from < number.to))
      replaced.push({ ...number, by });
  }
  // From the end, so that the earlier positions stay right.
  return replaced
    .sort((a, b) => b.from - a.from)
    .reduce(
      (result, { from, to, e164, by }) =>
        sliceCode(result, 0, from) + writeLike(sliceCode(result, from, to), e164, by) + sliceCode(result, to),
      text,
    );
}

/**
 * The number `to` in the format in which `written` shows the number `from`: its prefix, its separators and its groups.
 * Groups change only where the numbers differ in length or country.
 */
export function writeLike(written: string, from: string, to: string): string {
  const [old, next] = [parsePhoneNumberWithError(from), parsePhoneNumberWithError(to)];
  const isSameCountry = old.countryCallingCode === next.countryCallingCode;
  const isSameLength = old.nationalNumber.length === next.nationalNumber.length;
  if (isSameCountry && isSameLength && digitsOf(written).endsWith(old.nationalNumber))
    return replaceLastDigits(written, next.nationalNumber);
  const prefix = internationalPrefix(written, old);
  if (isSameCountry && prefix === null) return withSeparatorsOf(written, next.formatNational());
  return (prefix ?? "+") + withSeparatorsOf(written, sliceCode(next.formatInternational(), 1));
}

function replaceLastDigits(written: string, digits: string): string {
  let skipped = digitsOf(written).length - digits.length;
  let used = 0;
  return written.replace(/\d/g, (digit) => {
    if (skipped > 0) {
      skipped -= 1;
      return digit;
    }
    used += 1;
    return digits[used - 1]!;
  });
}

/** What stands before the country code, such as `+` or `00 `; null if the number is written nationally. */
function internationalPrefix(written: string, { countryCallingCode, nationalNumber }: PhoneNumber): string | null {
  if (/^\(?\+/.test(written)) return "+";
  const prefix = /^(?:00|011)[\s.-]?/.exec(written)?.[0];
  if (prefix === undefined) return null;
  return digitsOf(written) === digitsOf(prefix) + countryCallingCode + nationalNumber ? prefix : null;
}

/** Uses the separator of `written` if it has one kind only; none if it has none. */
function withSeparatorsOf(written: string, formatted: string): string {
  const separators = new Set(written.replace(/^\+/, "").match(/[^\d()]/g));
  if (separators.size > 1) return formatted;
  const [separator = ""] = separators;
  return formatted.replace(/^\(/, "").replace(/\D+/g, separator);
}

const digitsOf = (text: string): string => text.replace(/\D/g, "");
