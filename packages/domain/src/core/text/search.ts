import { cleanName, foldCase } from "./names.ts";

/** Letters without a plain base letter that people still search for by one. */
const BASE_LETTERS: Record<string, string> = {
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ı: "i",
  ĸ: "k",
  ی: "ي",
  ک: "ك",
};
const SPECIAL = new RegExp(`[${Object.keys(BASE_LETTERS).join("")}]`, "g");

/** The form of a text for search and sorting, without case, width and accents. To test for equality use `sameName`. */
export const normalizeForSearch = (text: string): string =>
  foldCase(cleanName(text).normalize("NFKD").replace(/\p{M}/gu, "")).replace(
    SPECIAL,
    (letter) => BASE_LETTERS[letter]!,
  );

/** Scripts without spaces between words: a search must find text in the middle. */
const UNSPACED =
  "\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}";
const isUnspaced = new RegExp(`^[${UNSPACED}]`, "u");
const WORD = new RegExp(`(?:(?=[${UNSPACED}])[\\p{L}\\p{N}])+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
const SYMBOL = /[^\p{L}\p{N}\p{M}\p{Z}\p{C}]|\p{Co}/gu;
/** In text without spaces each position starts a word of at most this length. */
const UNSPACED_WORD_LENGTH = 8;

/**
 * The words by which a text is found: a search matches if each of its words is the beginning of one
 * of these. Text without spaces has a word at each position; a symbol is a word of its own.
 */
export function searchWords(text: string): string[] {
  const plain = normalizeForSearch(text);
  return [...new Set([...(plain.match(WORD) ?? []).flatMap(splitUnspaced), ...symbolWords(plain)])];
}

/**
 * The words of a search. Longer text without spaces is searched by its pieces of full length. Symbols count if there is
 * nothing else.
 */
export function queryWords(text: string): string[] {
  const plain = normalizeForSearch(text);
  const words = (plain.match(WORD) ?? []).flatMap((word) => {
    const letters = [...word];
    return !isUnspaced.test(word) || letters.length <= UNSPACED_WORD_LENGTH
      ? [word]
      : splitUnspaced(word).slice(0, letters.length - UNSPACED_WORD_LENGTH + 1);
  });
  return words.length > 0 ? [...new Set(words)] : symbolWords(plain);
}

function splitUnspaced(word: string): string[] {
  if (!isUnspaced.test(word)) return [word];
  const letters = [...word];
  return letters.map((_, index) => letters.slice(index, index + UNSPACED_WORD_LENGTH).join(""));
}

/**
 * A symbol as a word that nobody can type. The index keeps letters, digits and private-use characters, so a symbol's
 * code stands between two of the latter.
 */
const symbolWords = (plain: string): string[] => [
  ...new Set((plain.match(SYMBOL) ?? []).map((symbol) => `\uE000${symbol.codePointAt(0)!.toString(16)}\uE001`)),
];

/** Whether each typed word occurs in a text, for lists that are in memory. */
export function matchesText(text: string, typed: string): boolean {
  const plain = normalizeForSearch(text);
  return normalizeForSearch(typed)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}
