/** So many units one letter may take: pictures of families and flags have 14. */
export const GRAPHEME_MAX_UNITS = 16;

let segmenter: Intl.Segmenter | undefined;

/** The first `most` letters as people count them, so that none is parted. */
export function truncateText(text: string, most: number): string {
  if (text.length <= most) return text;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
    .slice(0, most)
    .join("");
}
