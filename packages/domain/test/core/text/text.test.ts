import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { emailSchema, idSchema, list, oneLine, someLines, zoneSchema } from "../../../src/core/fieldSchemas.ts";
import {
  capitalize,
  truncateText,
  isLongerThan,
  isValidText,
  repairText,
  toPlainLine,
} from "../../../src/core/text/text.ts";

const LETTERS = ["a", "é", "e\u0301", "😀", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "1️⃣", "한", "नि", "กำ", "\r\n", " "];
const search = fc.array(fc.constantFrom(...LETTERS), { maxLength: 60 });
const lettersOf = (text: string) => [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);

describe("a truncated text", () => {
  test("consists of complete letters from its beginning, as many as fit", () => {
    fc.assert(
      fc.property(search, fc.nat(40), (letters, most) => {
        const text = letters.join("");
        // Some form one letter: two flags, a mark after a line end.
        expect(truncateText(text, most)).toBe(lettersOf(text).slice(0, most).join(""));
        expect(isLongerThan(text, most)).toBe(lettersOf(text).length > most);
      }),
    );
  });

  test("ends somewhere even if a letter never does", () => {
    const stacked = `a${"\u0301".repeat(100_000)}b`;
    expect(truncateText(stacked, 3)).toBe("");
    expect(isLongerThan(stacked, 80)).toBe(true);
    expect(truncateText(`ok ${stacked}`, 10)).toBe("ok ");
  });
});

test.each([
  ["\ud800", false],
  ["a\udc00b", false],
  ["a\0", false],
  ["😀 \u0001", true],
  ["", true],
])("%j is valid: %s", (text, whole) => {
  expect(isValidText(text)).toBe(whole);
  expect(isValidText(repairText(text))).toBe(true);
});

test.each([
  ["Chrome\u0000\u202e 1\ud800", "Chrome\ufffd 1\ufffd"],
  ["  a \r\n b\u0085c  ", "a b c"],
  ["x".repeat(100), "x".repeat(40)],
])("a line %j from a program is shown as %j", (text, shown) => expect(toPlainLine(text, 40)).toBe(shown));

test("a sentence begins with a capital, whatever its first letter", () => {
  expect(["on the 1st", "", "𐐨𐐯", "é"].map(capitalize)).toEqual(["On the 1st", "", "𐐀𐐯", "É"]);
});

describe("text from outside", () => {
  const texts = { id: idSchema, line: oneLine(64), lines: someLines(400), email: emailSchema, zone: zoneSchema };

  test.each(Object.entries(texts))("as %s: lone surrogates and NUL are rejected", (_name, schema) => {
    for (const invalid of ["a\ud800b", "\udc00", "a\0b", "a@b.cc\0d.ee"])
      expect(schema.safeParse(invalid).success).toBe(false);
  });

  test.each(Object.entries(texts))(
    "as %s: its length is checked first, and is the only error reported",
    (_name, schema) => {
      for (const invalid of ["4242 ".repeat(300_000), "\ud800".repeat(300_000), "\0".repeat(300_000)]) {
        const { error } = schema.safeParse(invalid);
        expect(error?.issues).toHaveLength(1);
        expect(error?.issues[0]?.code).toBe("too_big");
      }
    },
  );

  test("letters are counted as people count them, and stacked marks have a limit", () => {
    expect(oneLine(64).safeParse("👩‍👩‍👧‍👦".repeat(64)).success).toBe(true);
    expect(oneLine(64).safeParse("👩‍👩‍👧‍👦".repeat(65)).success).toBe(false);
    expect(oneLine(64).safeParse("नि".repeat(64)).success).toBe(true);
    expect(oneLine(64).safeParse("a\u0301".repeat(64)).success).toBe(true);
    expect(oneLine(64).safeParse(`a${"\u0301".repeat(2000)}`).success).toBe(false);
  });

  test("a list is counted before its entries are checked", () => {
    let searched = 0;
    const entry = z.string().check(z.refine(() => (searched += 1) > 0));
    const input = z.object({ ids: list(entry, 3, 1) });
    expect(input.safeParse({ ids: Array(1000).fill("a") }).error?.issues).toMatchObject([
      { code: "too_big", path: ["ids"], maximum: 3 },
    ]);
    expect(input.safeParse({ ids: [] }).error?.issues).toMatchObject([{ code: "too_small", minimum: 1 }]);
    expect(input.safeParse({}).error?.issues).toMatchObject([{ code: "invalid_type", expected: "array" }]);
    expect(searched).toBe(0);
    expect(input.parse({ ids: ["a", "b"] })).toEqual({ ids: ["a", "b"] });
  });
});
