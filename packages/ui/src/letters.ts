/** So many units one letter may take: pictures of families and flags have 14. */
export const LETTER_UNITS = 16;

let letters: Intl.Segmenter | undefined;

/** The first `most` letters as people count them, so that none is parted. */
export function cutLetters(text: string, most: number): string {
  if (text.length <= most) return text;
  letters ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(letters.segment(text), ({ segment }) => segment)
    .slice(0, most)
    .join("");
}
