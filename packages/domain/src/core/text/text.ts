declare global {
  interface String {
    /** @deprecated People's text is cut by `cutText`, which never parts a letter; codes of ours by `codePart`. */
    slice(start?: number, end?: number): string;
    /** @deprecated People's text is cut by `cutText`, which never parts a letter; codes of ours by `codePart`. */
    substring(start: number, end?: number): string;
  }
}

/** So many UTF-16 units one letter may take: families and flags have 14, and marks on marks must end somewhere. */
export const GRAPHEME_MAX_UNITS = 16;

const GRAPHEMES = /* @__PURE__ */ new Intl.Segmenter("en", { granularity: "grapheme" });
const PLAIN = /^[\x20-\x7E]*$/;

/** A part of an id, a date, digits: of what programs write in signs of one unit each. Never of what people typed. */
// oxlint-disable-next-line typescript/no-deprecated -- The one place.
export const sliceCode = (code: string, from: number, to?: number): string => code.slice(from, to);

/** Whether it is text at all: no half of a sign, and no NUL, at which other programs stop reading. */
export const isValidText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** The same text with a sign of its own in the place of each that is none. */
export const repairText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

// Joiners and what flags are made of belong to the letters around them.
const INVISIBLE = /(?:(?![\u200C-\u200D\u{E0020}-\u{E007F}])[\p{Cc}\p{Cf}\s])+/gu;

/** A line that somebody else's program handed in, as it can be shown and kept: what cannot be shown is a space. */
export const toPlainLine = (text: string, most: number): string =>
  truncateText(
    repairText(truncateText(text, 4 * most))
      .replace(INVISIBLE, " ")
      .trim(),
    most,
  );

/** With a capital, where a sentence begins with it. */
export const capitalize = (text: string): string => text.replace(/^./u, (first) => first.toLocaleUpperCase("en"));

/** The first `most` letters as people count them. What is long is not looked at as a whole. */
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
  // The last one may go on behind the room.
  return room.length === text.length ? text : sliceCode(room, 0, last);
}

/** Whether it has more letters, as people count them. */
export function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  return text.length > most * GRAPHEME_MAX_UNITS || truncateText(text, most).length < text.length;
}
