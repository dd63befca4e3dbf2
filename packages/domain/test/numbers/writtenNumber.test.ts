import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePhoneNumber } from "../../src/numbers/phoneNumber.ts";
import { findWrittenNumbers, replaceNumbers, writeLike } from "../../src/numbers/writtenNumber.ts";

const OWN = "+15125550143";
const BERLIN = "+4930901820";

test.each([
  ["(512) 555-0143", OWN, "+18005550177", "(800) 555-0177"],
  ["512.555.0143", OWN, "+15125550199", "512.555.0199"],
  ["512-555-0143", OWN, "+15125550199", "512-555-0199"],
  ["5125550143", OWN, "+15125550199", "5125550199"],
  ["+1 512 555 0143", OWN, "+15125550199", "+1 512 555 0199"],
  ["+1 (512) 555-0143", OWN, "+15125550199", "+1 (512) 555-0199"],
  ["1-512-555-0143", OWN, "+18005550177", "1-800-555-0177"],
  ["001 512 555 0143", OWN, "+15125550199", "001 512 555 0199"],
  ["+15125550143", OWN, "+15125550199", "+15125550199"],
  ["512\u00a0555\u00a00143", OWN, "+15125550199", "512\u00a0555\u00a00199"],
  ["030 / 90 18 20", BERLIN, "+4930901821", "030 / 90 18 21"],
  ["+49 (0)30 901820", BERLIN, "+4930901821", "+49 (0)30 901821"],
  ["0049 30 901820", BERLIN, "+4930901821", "0049 30 901821"],
  // Another length: the groups are those of the new number, the separators stay.
  ["030 901820", BERLIN, "+493012345678", "030 12345678"],
  ["030/901820", BERLIN, "+493012345678", "030/12345678"],
  ["030901820", BERLIN, "+493012345678", "03012345678"],
  ["+49-30-901820", BERLIN, "+493012345678", "+49-30-12345678"],
  ["0049 30 901820", BERLIN, "+493012345678", "0049 30 12345678"],
  // Another country: only the international form can be dialed from here.
  ["(512) 555-0143", OWN, "+442079460958", "+44 20 7946 0958"],
  ["512.555.0143", OWN, "+442079460958", "+44.20.7946.0958"],
  ["5125550143", OWN, "+442079460958", "+442079460958"],
  ["011 49 30 901820", BERLIN, "+442079460958", "011 44 20 7946 0958"],
])("%s for %s becomes %s as %s", (written, from, to, expected) => {
  expect(writeLike(written, from, to)).toBe(expected);
});

describe("the numbers that a text may contain", () => {
  const known = (text: string, home: "US" | "DE", numbers: readonly string[]) =>
    findWrittenNumbers(text, home)
      .filter(({ e164 }) => numbers.includes(e164))
      .map(({ from, to }) => text.slice(from, to));
  test.each([
    ["512 555 0143", "US", [OWN], ["512 555 0143"]],
    ["512 555 0143 / 512 555 0199", "US", [OWN, "+15125550199"], ["512 555 0143", "512 555 0199"]],
    ["512-555-0143 – 512-555-0199", "US", [OWN], ["512-555-0143"]],
    ["+1 512 555 0143 +49 30 901820", "US", [OWN, BERLIN], ["+1 512 555 0143", "+49 30 901820"]],
    ["+1 512 555 0143\n    2026", "US", [OWN], ["+1 512 555 0143"]],
    ["030 / 901820", "DE", [BERLIN], ["030 / 901820"]],
    ["030 901820", "US", [BERLIN], []],
    ["011 49 30 901820", "US", [BERLIN], ["011 49 30 901820"]],
    ["555 0143", "US", [OWN], []],
    ["9015125550143", "US", [OWN], []],
    ["24/7 (512) 555-0143", "US", [OWN], ["(512) 555-0143"]],
    ["(512) 555-0143 9-17", "US", [OWN], ["(512) 555-0143"]],
    ["2026 512-555-0143 30", "US", [OWN], ["512-555-0143"]],
    ["512-555-0143 512-555-0199", "US", [OWN, "+15125550199"], ["512-555-0143", "512-555-0199"]],
    ["+44 512 555 0143", "US", [OWN], []],
    ["0044 512 555 0143", "US", [OWN], []],
    ["011 512 555 0143", "US", [OWN], []],
    ["1 / 2 / 3 / 4 / 5 / 6 / 7 / 8 / 9 / 10 / 512 555 0143", "US", [OWN], []],
  ] as const)("%j in %s", (text, home, numbers, expected) => {
    expect(known(text, home, numbers)).toEqual(expected);
  });
});

test("where two overlap, the longer one is replaced", () => {
  const found = findWrittenNumbers("030 / 901820", "DE");
  expect(replaceNumbers("030 / 901820", found, () => "+4930901821")).toBe("030 / 901821");
  expect(replaceNumbers("030 / 901820", found, () => null)).toBe("030 / 901820");
});

const line = fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, "0"));
const american = fc.tuple(fc.constantFrom("512", "212", "800", "646"), fc.constantFrom("555", "234", "867"), line);
const e164Of = (parts: readonly string[]) => `+1${parts.join("")}`;
/** One format with places for the area code, the office and the line. */
const FORMATS = [
  "(A) O-L",
  "A.O.L",
  "A-O-L",
  "A O L",
  "AOL",
  "+1 A O L",
  "+1 (A) O-L",
  "+1AOL",
  "1-A-O-L",
  "001 A O L",
];
const write = (format: string, [area, office, digits]: readonly string[]) =>
  format.replace("A", area!).replace("O", office!).replace("L", digits!);

test("a number takes the place of another in any format, and the rest of the text stays", () => {
  fc.assert(
    fc.property(american, american, fc.constantFrom(...FORMATS), (own, next, format) => {
      const text = write(format, own);
      const found = findWrittenNumbers(text, "US");
      const result = replaceNumbers(text, found, (e164) => (e164 === e164Of(own) ? e164Of(next) : null));
      expect(result).toBe(write(format, next));
      expect(parsePhoneNumber(result, "US")).toBe(e164Of(next));
    }),
  );
});

test("whatever the countries and the format, the new text is the new number", () => {
  const numbers = [OWN, BERLIN, "+493012345678", "+442079460958", "+33142685300", "+390612345678", "+18005550177"];
  const styles = [(n: string) => n, (n: string) => n.replaceAll(" ", "-"), (n: string) => n.replaceAll(/[^+\d]/g, "")];
  for (const from of numbers)
    for (const to of numbers)
      for (const style of styles) {
        const written = style(writeLike("+1 512 555 0143", OWN, from));
        expect(parsePhoneNumber(writeLike(written, from, to), "US")).toBe(to);
      }
});
