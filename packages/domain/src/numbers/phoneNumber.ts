import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  Metadata,
  ParseError,
  parsePhoneNumberWithError,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { fail } from "../core/failure.ts";
import type { NumberKind } from "./types.ts";
import { sliceCode } from "../core/text/text.ts";
import { cleanTypedNumber } from "./typedNumber.ts";

export type Country = CountryCode;

/** Separators between digits. Any other character is named in the error. */
const SEPARATORS = /^[\s()./+-]$/u;
const DIGIT = /^\d$/;

/**
 * Parses a number as a person types it or a spreadsheet exports it; without a `+` it belongs to `home`. Returns E.164,
 * such as `+15125550143`. Throws `invalid` with the one thing that is wrong: a character, the country code, too few or
 * too many digits, or a number that a spreadsheet changed.
 */
export function parsePhoneNumber(typed: string, home: Country, field = "number"): string {
  const plain = cleanTypedNumber(typed, (text) => isPhoneNumber(text, home), field).replace(DIAL_PREFIX, "+");
  checkCharacters(plain, field);
  const number = parseOrFail(plain, home, field);
  checkLength(number, field);
  if (!number.isValid()) fail("invalid", "numbers.numberImpossible", { number: number.formatInternational() }, field);
  return number.number;
}

/** Many countries dial 00 before a country code; no national number begins that way. */
const DIAL_PREFIX = /^00(?=\s?[1-9])/;

function isPhoneNumber(text: string, home: Country): boolean {
  try {
    return parsePhoneNumberWithError(text.replace(DIAL_PREFIX, "+"), {
      defaultCountry: home,
      extract: false,
    }).isValid();
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

const NORTH_AMERICAN = /^\+1([2-9]\d\d)(\d{3})(\d{4})$/;

/** Formatted for people, such as `+1 512 555 0143`. */
export function formatPhoneNumber(e164: string): string {
  // A fast path: accounts have thousands of these, and searching all countries' rules is slow.
  const [, area, office, line] = NORTH_AMERICAN.exec(e164) ?? [];
  if (area !== undefined) return `+1 ${area} ${office} ${line}`;
  try {
    return parsePhoneNumberWithError(e164).formatInternational();
  } catch {
    return e164;
  }
}

/** A number's kind for an account in this country. Its monthly fee depends on it. */
export function numberKindOf(e164: string, home: Country): NumberKind {
  const number = parsePhoneNumberWithError(e164);
  if (number.getType() === "TOLL_FREE") return "toll-free";
  return number.country === home ? "local" : "international";
}

const countries = new Map<string, Country>();
/** Tried first, because each country takes a moment and most accounts are in one of these. */
const COMMON_COUNTRIES: readonly Country[] = ["US", "CA", "GB", "IE", "AU", "NZ", "DE", "AT", "CH", "FR"];

/** The country of a time zone, such as `GB` for `Europe/London`. `US` for zones of no country, such as UTC. */
export function countryOfZone(zone: string): Country {
  const country = countries.get(zone) ?? countryHavingZone(new Intl.DateTimeFormat("en", { timeZone: zone }));
  countries.set(zone, country);
  return country;
}

/** Zones have several names; a country lists each by the one that this machine uses. */
function countryHavingZone(format: Intl.DateTimeFormat): Country {
  const { timeZone } = format.resolvedOptions();
  if (!timeZone.includes("/") || timeZone.startsWith("Etc/")) return "US";
  const candidates = [...COMMON_COUNTRIES, ...getCountries()];
  return candidates.find((country) => zonesOf(country).includes(timeZone)) ?? "US";
}

/** A number's country; null for those without one, such as satellite numbers. */
export const countryOf = (e164: string): Country | null => parsePhoneNumberWithError(e164).country ?? null;

export const isCountry = (code: string): code is Country => isSupportedCountry(code);

const zonesOf = (country: Country): string[] =>
  (new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined }).getTimeZones() ?? [];

function checkCharacters(typed: string, field: string): void {
  let isFirst = true;
  for (const character of typed) {
    if (/^\p{L}$/u.test(character)) fail("invalid", "numbers.numberLetter", { sign: character }, field);
    if (!DIGIT.test(character) && !SEPARATORS.test(character))
      fail("invalid", "numbers.numberSign", { sign: character }, field);
    if (character === "+" && !isFirst) fail("invalid", "numbers.numberPlus", {}, field);
    isFirst &&= character === " ";
  }
  if (!/\d/.test(typed)) fail("invalid", "numbers.numberEmpty", {}, field);
}

function parseOrFail(typed: string, home: Country, field: string): PhoneNumber {
  try {
    return parsePhoneNumberWithError(typed, { defaultCountry: home, extract: false });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    if (error.message === "INVALID_COUNTRY") {
      const code = sliceCode(typed.replace(/\D/g, ""), 0, 3);
      return fail("invalid", "numbers.numberCountry", { code }, field);
    }
    if (error.message === "TOO_LONG") return fail("invalid", "numbers.numberLong", { max: 15 }, field);
    return fail("invalid", "numbers.numberShort", {}, field);
  }
}

/** Checks the number of digits after the country code against the country's plan. */
function checkLength(number: PhoneNumber, field: string): void {
  if (number.isPossible()) return;
  const code = number.countryCallingCode;
  const lengths = lengthsOf(code);
  const count = number.nationalNumber.length;
  const least = Math.min(...lengths);
  const max = Math.max(...lengths);
  if (count === least - 1) fail("invalid", "numbers.digitMissing", { code, least }, field);
  if (count < least) fail("invalid", "numbers.digitsMissing", { code, count: least - count, least }, field);
  if (count === max + 1) fail("invalid", "numbers.digitTooMany", { code, max }, field);
  if (count > max) fail("invalid", "numbers.digitsTooMany", { code, count: count - max, max }, field);
  const options = [...lengths].sort((a, b) => a - b).join(", ");
  fail("invalid", "numbers.invalidDigitCount", { code, count, options }, field);
}

function lengthsOf(code: string): number[] {
  const metadata = new Metadata();
  // The types only accept countries; a calling code selects its main country.
  metadata.selectNumberingPlan(code as CountryCode);
  return metadata.numberingPlan!.possibleLengths();
}
