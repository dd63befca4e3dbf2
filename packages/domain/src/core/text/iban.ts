import { sliceCode } from "./text.ts";

/** The length of each country's account numbers, from the IBAN register. */
const LENGTHS = new Map(
  `NO15 BE16 DK18 FI18 FO18 GL18 NL18 SD18 FK18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 MN20 CH21 HR21 LI21 LV21
   BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 AD24 CZ24 ES24 MD24 PK24 RO24
   SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 BI27 FR27 GR27 IT27 MC27 MR27 SM27 DJ27 AL28 AZ28 BY28 CY28 DO28 GT28
   HN28 HU28 LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 JO30 KW30 MU30 YE30 MT31 SC31 LC32 RU33`
    .split(/\s+/)
    .map((entry) => [sliceCode(entry, 0, 2), Number(sliceCode(entry, 2, 4))] as const),
);
const START = /(?<![\da-z])([a-z]{2})[\s.-]?\d{2}/giu;
/** Separators between the groups. */
const GAP = /[\s.\-\u2010-\u2015]/u;
const CHARACTER = /[\da-z]/iu;

/**
 * Replaces each IBAN in a text with `|`, so that its digits aren't taken for a card number. A wrong check digit means
 * that it isn't one.
 */
export function blankOutIbans(text: string): string {
  let masked = "";
  let maskedTo = 0;
  for (const { index, 1: country } of text.matchAll(START)) {
    const length = LENGTHS.get(country!.toUpperCase());
    if (index < maskedTo || length === undefined) continue;
    const end = ibanEnd(text, index, length);
    if (end === null) continue;
    masked += `${sliceCode(text, maskedTo, index)}|`;
    maskedTo = end;
  }
  return maskedTo === 0 ? text : masked + sliceCode(text, maskedTo, text.length);
}

/** Where an IBAN of this length that begins at `from` ends; null if it isn't one. */
function ibanEnd(text: string, from: number, length: number): number | null {
  let characters = "";
  let gaps = 0;
  let at = from;
  for (; at < text.length && characters.length < length; at += 1) {
    const character = text[at]!;
    if (CHARACTER.test(character)) {
      characters += character;
      gaps = 0;
    } else if (!GAP.test(character) || (gaps += 1) > 2) return null;
  }
  const isComplete = characters.length === length && !CHARACTER.test(text[at] ?? "");
  return isComplete && passesChecksum(characters) ? at : null;
}

/**
 * With the first four characters moved to the end and letters read as A = 10 … Z = 35, the number modulo 97 must be 1.
 */
function passesChecksum(characters: string): boolean {
  let remainder = 0;
  for (const character of sliceCode(characters, 4, characters.length) + sliceCode(characters, 0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
