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

/**
 * The most UTF-16 units that one letter may have: the longest emoji, a kiss with two skin tones, has 15, and stacked
 * marks need a limit.
 */
export const GRAPHEME_MAX_UNITS = 16;

const GRAPHEMES = /* @__PURE__ */ new Intl.Segmenter("en", { granularity: "grapheme" });
const PLAIN = /^[\x20-\x7E]*$/;

/** A part of a text that programs write, such as an id, a date or digits. Never of a text that people typed. */
// oxlint-disable-next-line typescript/no-deprecated -- The one place that may call it.
export const sliceCode = (code: string, from: number, to?: number): string => code.slice(from, to);

/** Whether it is valid text: no lone surrogate, and no NUL, where other programs stop reading. */
export const isValidText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** Replaces lone surrogates and NUL with U+FFFD. */
export const repairText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

// Joiners and the parts of flags belong to the letters around them.
const INVISIBLE = /(?:(?![\u200C-\u200D\u{E0020}-\u{E007F}])[\p{Cc}\p{Cf}\s])+/gu;

/**
 * A line from another program, fit to show and store: invisible characters become spaces. Four times the length is
 * cleaned, because cleaning shortens it.
 */
export const toPlainLine = (text: string, max: number): string =>
  truncateText(
    repairText(truncateText(text, 4 * max))
      .replace(INVISIBLE, " ")
      .trim(),
    max,
  );

/** Capitalized, for the start of a sentence. */
export const capitalize = (text: string): string => text.replace(/^./u, (first) => first.toLocaleUpperCase("en"));

/** The first `max` letters as people count them. Doesn't read a long text to its end. */
export function truncateText(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = sliceCode(text, 0, max * GRAPHEME_MAX_UNITS);
  if (PLAIN.test(head)) return sliceCode(head, 0, max);
  let count = 0;
  let last = 0;
  for (const { index } of GRAPHEMES.segment(head)) {
    if (count === max) return sliceCode(head, 0, index);
    count += 1;
    last = index;
  }
  // The last letter may continue after the cut.
  return head.length === text.length ? text : sliceCode(head, 0, last);
}

/** Whether it has more letters, as people count them. */
export function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  return text.length > max * GRAPHEME_MAX_UNITS || truncateText(text, max).length < text.length;
}
