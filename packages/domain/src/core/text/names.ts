/** Scripts in which a joiner changes the letters next to it, or keeps them apart. */
const JOINING = new RegExp(
  `[${"Arab Syrc Mong Nkoo Mand Phag Adlm Rohg Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Java Bali Sund Tibt Cakm Newa Gran"
    .split(" ")
    .map((script) => `\\p{scx=${script}}`)
    .join("")}]`,
  "u",
);
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const JOINERS = /[\u200C\u200D]/u;
const EMOJI = /[\p{Emoji}\uFE0F\u20E3]/u;
/** The flags of England, Scotland and Wales: a black flag followed by the letters of the name. */
const FLAG = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,12}\u{E007F}/u;
/** Variation selectors: they choose another shape of the character before them. */
const VARIANTS = /[\u180B-\u180F\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u;
/** Characters with a visible shape, other than combining marks. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u;
/** Symbols by class that are nevertheless invisible. */
const BLANK = /[\u2800\u{1D159}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Removes invisible characters from a name, except where the script or emoji next to them needs them, so that names
 * that look alike are equal.
 */
export function cleanName(text: string): string {
  if (!INVISIBLE.test(text)) return text;
  // Every second part is a flag that `split` captured, and is kept as it is.
  const parts = text.split(new RegExp(`(${FLAG.source})`, "u"));
  return parts
    .map((part, index) => (index % 2 === 1 ? part : stripInvisible(part)))
    .join("")
    .trim();
}

function stripInvisible(text: string): string {
  const characters = [...text];
  const kept: string[] = [];
  for (const [index, character] of characters.entries())
    if (!INVISIBLE.test(character) || isNeeded(character, kept.at(-1) ?? "", characters[index + 1] ?? ""))
      kept.push(character);
  return kept.join("");
}

/** Whether an invisible character changes how the characters next to it look. */
function isNeeded(character: string, before: string, after: string): boolean {
  if (JOINERS.test(character)) {
    if (JOINING.test(before) && JOINING.test(after)) return true;
    return character === "\u200D" && EMOJI.test(before) && /\p{Extended_Pictographic}/u.test(after);
  }
  if (!VARIANTS.test(character)) return false;
  if (/[\uFE0E\uFE0F]/.test(character))
    return /\p{Emoji}/u.test(before) && (!/[0-9#*]/.test(before) || after === "\u20E3");
  if (/[\u180B-\u180F]/.test(character)) return /\p{scx=Mong}/u.test(before);
  return /[\p{scx=Han}\p{scx=Mymr}\p{scx=Phag}]/u.test(before);
}

/** Whether any of its characters is visible. */
export const hasVisibleText = (text: string): boolean =>
  [...text].some((character) => VISIBLE.test(character) && !BLANK.test(character));

/**
 * The key by which two names are the same: they may differ only in case or width. Accents, vowel signs and voicing
 * marks count.
 */
export const nameKey = (name: string): string =>
  foldCase(cleanName(name).normalize("NFKC")).replace(ALL_VARIANTS, "").normalize("NFKC");
const ALL_VARIANTS = new RegExp(VARIANTS, "gu");

export const sameName = (one: string, other: string): boolean => nameKey(one) === nameKey(other);

/** Language-neutral case folding: ß is ss, and the dotless i stays a letter of its own. */
export const foldCase = (text: string): string =>
  text
    .replaceAll("\u1E9E", "ss")
    .replace(/[^\u0131]+/g, (part) => part.toUpperCase().toLowerCase())
    .replaceAll("ς", "σ");
