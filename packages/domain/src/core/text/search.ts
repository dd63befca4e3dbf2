import { cleanName, foldCase } from "./names.ts";

/** Letters that have no plain one within them, and are looked for by it all the same. */
const PLAIN: Record<string, string> = {
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
const SPECIAL = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

/** A text as it is searched and sorted: whatever its case, width and accents. For what is the same, see `sameName`. */
export const normalizeForSearch = (text: string): string =>
  foldCase(cleanName(text).normalize("NFKD").replace(/\p{M}/gu, "")).replace(SPECIAL, (letter) => PLAIN[letter]!);

/** Scripts that put no space between words: there a search must find what stands in the middle. */
const UNSPACED =
  "\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}";
const isUnspaced = new RegExp(`^[${UNSPACED}]`, "u");
const WORD = new RegExp(`(?:(?=[${UNSPACED}])[\\p{L}\\p{N}])+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
const SYMBOL = /[^\p{L}\p{N}\p{M}\p{Z}\p{C}]|\p{Co}/gu;
/** So much of a run without spaces is one word, from each place in it on. */
const RUN_WORD_LENGTH = 8;

/**
 * The words by which a text is found: a search finds it where each of its words begins one of these. What stands in a run
 * without spaces begins one at each place; a sign is a word of its own.
 */
export function searchWords(text: string): string[] {
  const plain = normalizeForSearch(text);
  return [...new Set([...(plain.match(WORD) ?? []).flatMap(splitRun), ...symbolWords(plain)])];
}

/** The words that a search asks for. Signs count where there is nothing else. */
export function queryWords(text: string): string[] {
  const plain = normalizeForSearch(text);
  const words = (plain.match(WORD) ?? []).flatMap((word) => {
    const letters = [...word];
    return !isUnspaced.test(word) || letters.length <= RUN_WORD_LENGTH
      ? [word]
      : splitRun(word).slice(0, letters.length - RUN_WORD_LENGTH + 1);
  });
  return words.length > 0 ? [...new Set(words)] : symbolWords(plain);
}

function splitRun(word: string): string[] {
  if (!isUnspaced.test(word)) return [word];
  const letters = [...word];
  return letters.map((_, at) => letters.slice(at, at + RUN_WORD_LENGTH).join(""));
}

/** A sign as a word that nobody can type: an index takes letters alone. */
const symbolWords = (plain: string): string[] => [
  ...new Set((plain.match(SYMBOL) ?? []).map((sign) => `\uE000${sign.codePointAt(0)!.toString(16)}\uE001`)),
];

/** Whether each word that was typed stands somewhere in a text: for lists that are at hand as a whole. */
export function matchesWords(text: string, typed: string): boolean {
  const plain = normalizeForSearch(text);
  return normalizeForSearch(typed)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}
