/** Groups of digits, parted by a sign or two that people put between them. */
const RUN = /\d+(?:[\s.\-_/\u2010-\u2015]{1,2}\d+)*/gu;
/** What programs call their things: digits in them are chance. */
const UUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/giu;
/** A word of so many letters and digits is a program's as well; nobody types a card's number into the middle of one. */
const LONG_WORD = /[\da-z]{24,}/giu;
/** How the networks' numbers begin, by their length. None begins as this century's dates do. */
const CARDS: Record<number, RegExp> = {
  13: /^4/,
  14: /^3/,
  15: /^(2[1-7]|[3-6])/,
  16: /^(2[2-7]|[3-6])/,
  17: /^[56]/,
  18: /^[56]/,
  19: /^[456]/,
};
const LONGEST = 19;

/**
 * Whether a text holds what could be a card's number: 13 to 19 digits, however they are spaced, that begin and check as
 * cards do. Phone numbers are told by their `+`, programs' names for things by their length and shape.
 */
export function holdsCardNumber(text: string): boolean {
  const typed = text.replace(UUID, "|").replace(LONG_WORD, (word) => (/[a-z]/iu.test(word) ? "|" : word));
  for (const match of typed.matchAll(RUN)) {
    const groups = match[0].split(/\D+/);
    // What follows a `+` is a phone number's first group, and no card's.
    for (let from = typed[match.index - 1] === "+" ? 1 : 0; from < groups.length; from += 1) {
      let digits = "";
      for (const group of groups.slice(from)) {
        digits += group;
        if (digits.length > LONGEST) break;
        if (CARDS[digits.length]?.test(digits) && passesLuhn(digits)) return true;
      }
    }
  }
  return false;
}

/** From the right each second digit counts twice; the sum ends in 0. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits.at(-1 - place));
    const twice = place % 2 === 0 ? digit : digit * 2;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}
