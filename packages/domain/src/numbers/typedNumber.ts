import { normalizeDigits, removeInvisible } from "../core/text/digits.ts";
import { fail } from "../core/failure.ts";
import { sliceCode, truncateText } from "../core/text/text.ts";

const DISPLAY_MAX = 40;
/** A number that a spreadsheet shortened to scientific notation. */
const SHORTENED = /^[+-]?\d+(?:[.,]\d+)?\s?e[+-]?\d+$/i;
/** The least digits before a decimal point that a spreadsheet added. */
const DECIMAL_MIN_DIGITS = 7;
/** A second number has at least this many digits; fewer are an extension. */
const SECOND_NUMBER_MIN_DIGITS = 6;

/**
 * Cleans a phone number from keyboards, pages and spreadsheets without guessing. Throws `invalid` if it was altered or
 * if there are two. `isNumber`: whether a text on its own would be a number.
 */
export function cleanTypedNumber(typed: string, isNumber: (text: string) => boolean, field: string): string {
  const text = unwrapNumber(
    removeInvisible(normalizeDigits(typed))
      .replace(/[\u2010-\u2015\u2212\u2043\uFE58]/g, "-")
      .trim(),
  );
  const display = truncateText(text, DISPLAY_MAX);
  if (/[\n\r\t\v\f\u0085\u2028\u2029]/.test(text)) fail("invalid", "numbers.moreThanOneNumber", {}, field);
  if (SHORTENED.test(text)) fail("invalid", "numbers.numberShortened", { number: display }, field);
  const number = stripDecimals(text);
  if (number === null) fail("invalid", "numbers.numberDecimal", { number: display }, field);
  if (containsTwoNumbers(number, isNumber)) fail("invalid", "numbers.moreThanOneNumber", {}, field);
  return number;
}

/** `="+1 512…"` or an apostrophe keeps a spreadsheet from treating it as a value; web pages prefix `tel:`. */
const unwrapNumber = (text: string): string =>
  text
    .replace(/^=\s*"(.*)"$/s, "$1")
    .replace(/^'/, "")
    .replace(/^tel:/i, "")
    .trim();

/**
 * Spreadsheets that treat it as a value add a point and zeros, which are removed after plain digits. Between groups a
 * point is a separator like a dash. At the end it is ambiguous: null.
 */
function stripDecimals(text: string): string | null {
  const [, integer, zeros] = /^(\+?\d+)[.,](0{1,2})$/.exec(text) ?? [];
  if (integer !== undefined && zeros !== undefined && integer.replace("+", "").length >= DECIMAL_MIN_DIGITS)
    return integer;
  const [, before, last] = /(\d+)\s?[.,]\s?(\d+)$/.exec(text) ?? [];
  if (before === undefined || last === undefined) return text;
  // Pairs separated by points have more than one point; a single point after pairs with spaces starts a fraction.
  const isPair = last.length === 2 && before.length === 2 && /[.,].*[.,]/.test(text);
  const isGroup = last.length > 2 || isPair;
  const isRounded = /^0+$/.test(last) && (before.length > 4 || !/[.,].*[.,]/.test(text));
  return isGroup && !isRounded ? text : null;
}

/**
 * `030 901820 / 901821`: the text before the separator is already a number, and the rest is too long for an extension.
 */
function containsTwoNumbers(text: string, isNumber: (text: string) => boolean): boolean {
  for (const { index, 0: separator } of text.matchAll(/[/\s-]+/g)) {
    const before = sliceCode(text, 0, index);
    const after = sliceCode(text, index + separator.length);
    const [digitsAfter, digitsBefore] = [/^\D*(\d+)/.exec(after)?.[1] ?? "", /(\d+)\D*$/.exec(before)?.[1] ?? ""];
    const isSecond = separator.includes("/")
      ? digitsAfter.length > 1
      : digitsAfter.length >= SECOND_NUMBER_MIN_DIGITS && digitsAfter.length === digitsBefore.length;
    if (isSecond && isNumber(before)) return true;
  }
  return false;
}
