import { normalizeDigits, removeInvisible } from "../core/text/digits.ts";
import { fail } from "../core/failure.ts";
import { sliceCode, truncateText } from "../core/text/text.ts";

const DISPLAY_MAX = 40;
/** How a number ends in text, cut by a spreadsheet to what it can show. */
const SHORTENED = /^[+-]?\d+(?:[.,]\d+)?\s?e[+-]?\d+$/i;
/** So many digits stand before a point that a spreadsheet has added. */
const DECIMAL_MIN_DIGITS = 7;
/** A number behind another one has so many digits at least: fewer are an extension. */
const SECOND_NUMBER_MIN_DIGITS = 6;

/**
 * A phone number's digits and signs from what keyboards, pages and spreadsheets make of one: nothing is guessed. Throws
 * `invalid` where it was changed on its way, or where it is two. `isNumber`: whether a text alone would be one.
 */
export function cleanTypedNumber(typed: string, isNumber: (text: string) => boolean, field: string): string {
  const text = unwrapNumber(
    removeInvisible(normalizeDigits(typed))
      .replace(/[\u2010-\u2015\u2212\u2043\uFE58]/g, "-")
      .trim(),
  );
  const shown = truncateText(text, DISPLAY_MAX);
  if (/[\n\r\t\v\f\u0085\u2028\u2029]/.test(text)) fail("invalid", "tracking.numberTwo", {}, field);
  if (SHORTENED.test(text)) fail("invalid", "tracking.numberShortened", { number: shown }, field);
  const whole = stripDecimals(text);
  if (whole === null) fail("invalid", "tracking.numberDecimal", { number: shown }, field);
  if (containsTwoNumbers(whole, isNumber)) fail("invalid", "tracking.numberTwo", {}, field);
  return whole;
}

/** `="+1 512…"` keeps a spreadsheet from counting with it, an apostrophe too; `tel:` is how pages say it. */
const unwrapNumber = (text: string): string =>
  text
    .replace(/^=\s*"(.*)"$/s, "$1")
    .replace(/^'/, "")
    .replace(/^tel:/i, "")
    .trim();

/**
 * A spreadsheet that counts with it adds a point and zeros: behind digits alone they are taken off. Between groups a point
 * is a sign like a dash; at the end it is unclear, and null.
 */
function stripDecimals(text: string): string | null {
  const [, counted, zeros] = /^(\+?\d+)[.,](0{1,2})$/.exec(text) ?? [];
  if (counted !== undefined && zeros !== undefined && counted.replace("+", "").length >= DECIMAL_MIN_DIGITS)
    return counted;
  const [, before, last] = /(\d+)\s?[.,]\s?(\d+)$/.exec(text) ?? [];
  if (before === undefined || last === undefined) return text;
  // Whoever writes pairs with points writes more than one; a single one behind pairs with spaces begins a fraction.
  const isPair = last.length === 2 && before.length === 2 && /[.,].*[.,]/.test(text);
  const isGroup = last.length > 2 || isPair;
  const isRounded = /^0+$/.test(last) && (before.length > 4 || !/[.,].*[.,]/.test(text));
  return isGroup && !isRounded ? text : null;
}

/** `030 901820 / 901821`: what stands before the sign is a number already, and what follows is no extension. */
function containsTwoNumbers(text: string, isNumber: (text: string) => boolean): boolean {
  for (const { index, 0: sign } of text.matchAll(/[/\s-]+/g)) {
    const before = sliceCode(text, 0, index);
    const behind = sliceCode(text, index + sign.length);
    const [digits, last] = [/^\D*(\d+)/.exec(behind)?.[1] ?? "", /(\d+)\D*$/.exec(before)?.[1] ?? ""];
    const isSecond = sign.includes("/")
      ? digits.length > 1
      : digits.length >= SECOND_NUMBER_MIN_DIGITS && digits.length === last.length;
    if (isSecond && isNumber(before)) return true;
  }
  return false;
}
