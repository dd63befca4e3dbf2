import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine } from "../../../src/core/fieldSchemas.ts";
import { cleanName, hasVisibleText, nameKey, sameName } from "../../../src/core/text/names.ts";

/** Any characters, half of them from the lower range, where most scripts are. */
const anySign = fc
  .oneof(fc.nat(0x2fff), fc.nat(0x10ffff))
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
const anyText = fc.array(anySign, { maxLength: 12 }).map((signs) => signs.join(""));

describe("two names are equal", () => {
  test.each([
    ["Sales", "SALES"],
    ["Ｓａｌｅｓ", "sales"],
    ["ｶﾌｪ", "カフェ"],
    ["Straße", "STRASSE"],
    ["Straße", "STRAẞE"],
    ["ΟΔΟΣ", "οδος"],
    ["οδοσ", "οδος"],
    ["Café", "CAFE\u0301"],
    ["ﬁn", "FIN"],
    ["Sales\u200b", "sales"],
    ["Sa\u00adles", "sales"],
    ["\u202eSales", "sales"],
    ["❤️", "❤"],
    ["Büro 東京", "büro\u00a0東京"],
    ["葛󠄀城", "葛城"],
  ])("%j and %j", (one, other) => expect(sameName(one, other)).toBe(true));

  test.each([
    ["か", "が"],
    ["は", "ぱ"],
    ["दिन", "दीन"],
    ["คน", "คืน"],
    ["Май", "Маи"],
    ["Müller", "Muller"],
    ["Müller", "Mueller"],
    ["Østre", "Ostre"],
    ["Łódź", "Lodz"],
    ["resumé", "resume"],
    ["ısı", "isi"],
    ["می‌خواهم", "میخواهم"],
    ["👩‍👩‍👧", "👩👩👧"],
    ["Sales 1", "Sales 2"],
    ["Sales East", "SalesEast"],
    ["🇩🇪", "🇫🇷"],
  ])("and these are different: %j and %j", (one, other) => expect(sameName(one, other)).toBe(false));

  test("whatever the language of the machine: by Unicode's own simple folding", () => {
    let compared = 0;
    // The folding of a regular expression is another one's work.
    for (let code = 0x41; code < 0x1f000; code += 1) {
      const sign = String.fromCodePoint(code);
      if (sign.toLowerCase() === sign.toUpperCase() || sign === "\u0130" || sign === "\u0131") continue;
      const escaped = new RegExp(`^\\u{${code.toString(16)}}$`, "iu");
      for (const other of new Set([sign.toLowerCase(), sign.toUpperCase()]))
        if (escaped.test(other)) {
          compared += 1;
          expect(nameKey(other), `${sign} and ${other}`).toBe(nameKey(sign));
        }
    }
    expect(compared).toBeGreaterThan(2000);
  });

  test("its key is its own key", () => {
    fc.assert(
      fc.property(anyText, (name) => nameKey(nameKey(name)) === nameKey(name) && sameName(name, cleanName(name))),
      { numRuns: 500 },
    );
  });
});

describe("invisible characters", () => {
  test.each([
    ["می‌خواهم", "Persian"],
    ["क्‍ष", "half a letter in Hindi"],
    ["র‍্যাব", "Bengali"],
    ["ශ්‍රී", "Sinhala"],
    ["👩‍👩‍👧‍👦 home", "a family"],
    ["👩🏽‍💻", "a profession"],
    ["🏳️‍🌈", "a flag of pictures"],
    ["🏴󠁧󠁢󠁥󠁮󠁧󠁿 England", "a flag of letters"],
    ["🇩🇪🇫🇷", "flags"],
    ["❤️ 1️⃣ ☎︎", "pictures in colour"],
    ["葛󠄀城市", "a name's own form in Japanese"],
    ["ᠮᠣᠩᠭᠣᠯ ᠤᠨ᠋", "Mongolian"],
    ["ทดสอบ", "Thai"],
  ])("stay in %j: %s", (name) => {
    expect(cleanName(name)).toBe(name);
    expect(oneLine(64).parse(name)).toBe(name);
  });

  test.each([
    ["Sa\u200bles", "Sales"],
    ["Sa\u200dles", "Sales"],
    ["Sa\u200cles", "Sales"],
    ["\u200eSales\u200f", "Sales"],
    ["\u202aSales\u202c", "Sales"],
    ["\u2066Sales\u2069", "Sales"],
    ["Sa\u00adles", "Sales"],
    ["Sa\u034fles", "Sales"],
    ["\ufeffSales", "Sales"],
    ["Sales\ufe0f", "Sales"],
    ["1\ufe0f", "1"],
    ["Sales\u3164", "Sales"],
    ["Sales\u{e0067}\u{e0062}", "Sales"],
    ["😀\u200d", "😀"],
    ["Sales \u200b", "Sales"],
    ["می\u200c", "می"],
  ])("are removed from %j", (typed, name) => {
    expect(cleanName(typed)).toBe(name);
    expect(oneLine(64).parse(typed)).toBe(name);
  });

  test.each([
    "\u3164",
    "\u2800",
    "\u2800 \u2800",
    "\ufe0f",
    "\u200b",
    "\u00ad\u2060",
    "\u115f",
    "\u{1d159}",
    "\u0301",
    " \u00a0 ",
    "\u{e0067}\u{e007f}",
  ])("alone are not a name: %j", (typed) => {
    expect(hasVisibleText(cleanName(typed))).toBe(false);
    expect(oneLine(64).safeParse(typed).error?.issues[0]?.message).toBe("fields.required");
  });

  test("control characters and separators are rejected rather than removed", () => {
    for (const sign of ["\u0007", "\u0085", "\u007f", "\n", "\t", "\u2028", "\ufff9"])
      expect(oneLine(64).safeParse(`a${sign}b`).error?.issues[0]?.message, JSON.stringify(sign)).toBe(
        "fields.unprintable",
      );
  });
});

test("sixty-four letters as people count them, in any script", () => {
  for (const letter of ["a", "é", "e\u0301", "ü", "が", "か\u3099", "नि", "กำ", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "1️⃣", "한"]) {
    expect(oneLine(64).safeParse(letter.repeat(64)).success, letter).toBe(true);
    expect(oneLine(64).safeParse(letter.repeat(65)).success, letter).toBe(false);
  }
});
