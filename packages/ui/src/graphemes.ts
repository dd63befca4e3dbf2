/** The most code units that one character may take: the longest emoji, a kiss with two skin tones, has 15. */
export const GRAPHEME_MAX_UNITS = 16;

let segmenter: Intl.Segmenter | undefined;

/** The first `max` characters as people count them, so that none is cut. */
export function truncateText(text: string, max: number): string {
  if (text.length <= max) return text;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
    .slice(0, max)
    .join("");
}
