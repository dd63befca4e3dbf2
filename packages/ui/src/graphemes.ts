/** The most UTF-16 code units in one character as people count them: the longest emoji has 15. */
export const GRAPHEME_MAX_UNITS = 16;

let segmenter: Intl.Segmenter | undefined;

/** The first `max` characters as people count them: an emoji or a letter with accents is one, and is never cut. */
export function truncateText(text: string, max: number): string {
  if (text.length <= max) return text;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
    .slice(0, max)
    .join("");
}
