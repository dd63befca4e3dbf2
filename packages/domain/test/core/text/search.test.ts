import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeForSearch, queryWords, searchWords } from "../../../src/core/text/search.ts";

const finds = (input: string, text: string): boolean => {
  const search = searchWords(text);
  const expected = queryWords(input);
  return expected.length > 0 && expected.every((word) => search.some((one) => one.startsWith(word)));
};

const anySign = fc
  .oneof(fc.nat(0x2fff), fc.nat(0x10ffff))
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
const anyText = fc.array(anySign, { maxLength: 30 }).map((signs) => signs.join(""));

describe("a search finds", () => {
  test.each([
    ["muller", "Müller"],
    ["MÜLLER", "muller"],
    ["lodz", "Łódź"],
    ["ostre", "Østre Gate"],
    ["dakovo", "Đakovo"],
    ["strasse", "Hauptstr. Straße"],
    ["straße", "STRASSE"],
    ["ist", "ısparta İstanbul"],
    ["aerø", "Ærø"],
    ["thor", "Þór"],
    ["cafe", "ＣＡＦÉ"],
    ["東京", "株式会社東京営業所"],
    ["営業", "株式会社東京営業所"],
    ["京営業所", "株式会社東京営業所"],
    ["カフェ", "東京ｶﾌｪ1号店"],
    ["1号", "東京カフェ1号店"],
    ["กรุงเทพ", "บริษัทกรุงเทพจำกัด"],
    ["株式会社東京営業所第二", "第一株式会社東京営業所第二課"],
    ["sal", "Sales East"],
    ["east sal", "Sales East"],
    ["100", "100% off"],
    ["%", "100% off"],
    ["％", "100% off"],
    ['"', 'The "Best" one'],
    ["😀", "Smile 😀"],
    ["👩‍💻", "Team 👩🏽‍💻"],
    ["&", "A & B"],
    ["a & b", "A and B"],
    ["\ue000", "x\ue000y"],
  ])("%j in %j", (input, text) => expect(finds(input, text)).toBe(true));

  test.each([
    ["%", "Sales"],
    ['"', "Sales"],
    ["😀", "Smile 😁"],
    ["京東", "東京"],
    ["ales", "Sales"],
    ["25", "100% off"],
    ["", "Sales"],
    [" \u200b", "Sales"],
    ["東京営業所第三", "株式会社東京営業所第二課"],
  ])("and does not find %j in %j", (input, text) => expect(finds(input, text)).toBe(false));

  test("any part of a run without spaces, like a plain text search", () => {
    const run = fc.string({ unit: fc.constantFrom(..."東京都営業所一二三"), maxLength: 20 });
    fc.assert(
      fc.property(
        run,
        fc.string({ unit: fc.constantFrom(..."東京都営業所一二三"), minLength: 1, maxLength: 8 }),
        (text, input) => {
          expect(finds(input, text)).toBe(normalizeForSearch(text).includes(normalizeForSearch(input)));
        },
      ),
    );
  });

  test("every word without anything at which the index splits", () => {
    fc.assert(
      fc.property(anyText, (text) =>
        [...searchWords(text), ...queryWords(text)].every((word) => /^[\p{L}\p{N}\p{Co}]+$/u.test(word)),
      ),
      { numRuns: 500 },
    );
  });
});
