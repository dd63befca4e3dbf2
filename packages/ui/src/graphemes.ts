/** The most code units that one character may take: emoji of families and flags have 14. */
export const GRAPHEME_MAX_UNITS = 16;

let segmenter: Intl.Segmenter | undefined;

/** The first `most` characters as people count them, so that none is cut. */
export function truncateText(text: string, most: number): string {
  if (text.length <= most) return text;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
    .slice(0, most)
    .join("");
}
