declare global {
  interface String {
    /**
     * @deprecated Cut people's text with `truncateText`, which never splits a letter, and codes of ours with
     * `sliceCode`.
     */
    slice(start?: number, end?: number): string;
    /**
     * @deprecated Cut people's text with `truncateText`, which never splits a letter, and codes of ours with
     * `sliceCode`.
     */
    substring(start: number, end?: number): string;
  }
}

/** The most UTF-16 units that one letter may have: families and flags have 14, and stacked marks need a limit. */
export const GRAPHEME_MAX_UNITS = 16;

const GRAPHEMES = /* @__PURE__ */ new Intl.Segmenter("en", { granularity: "grapheme" });
const PLAIN = /^[\x20-\x7E]*$/;

/** A part of an id, a date, digits: of what programs write in signs of one unit each. Never of what people typed. */
// oxlint-disable-next-line typescript/no-deprecated -- The one place.
export const sliceCode = (code: string, from: number, to?: number): string => code.slice(from, to);

/** Whether it is valid text: no lone surrogate, and no NUL, where other programs stop reading. */
export const isValidText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** Replaces lone surrogates and NUL with U+FFFD. */
export const repairText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

// Joiners and the parts of flags belong to the letters around them.
const INVISIBLE = /(?:(?![\u200C-\u200D\u{E0020}-\u{E007F}])[\p{Cc}\p{Cf}\s])+/gu;

/** A line from another program, fit to show and store: invisible characters become spaces. */
export const toPlainLine = (text: string, most: number): string =>
  truncateText(
    repairText(truncateText(text, 4 * most))
      .replace(INVISIBLE, " ")
      .trim(),
    most,
  );

/** Capitalized, for the start of a sentence. */
export const capitalize = (text: string): string => text.replace(/^./u, (first) => first.toLocaleUpperCase("en"));

/** The first `most` letters as people count them. Doesn't read a long text to its end. */
export function truncateText(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = sliceCode(text, 0, most * GRAPHEME_MAX_UNITS);
  if (PLAIN.test(room)) return sliceCode(room, 0, most);
  let count = 0;
  let last = 0;
  for (const { index } of GRAPHEMES.segment(room)) {
    if (count === most) return sliceCode(room, 0, index);
    count += 1;
    last = index;
  }
  // The last letter may continue after the cut.
  return room.length === text.length ? text : sliceCode(room, 0, last);
}

/** Whether it has more letters, as people count them. */
export function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  return text.length > most * GRAPHEME_MAX_UNITS || truncateText(text, most).length < text.length;
}
