import fc from "fast-check";
import { getCountries, getExampleNumber, parsePhoneNumberWithError } from "libphonenumber-js/max";
import examples from "libphonenumber-js/examples.mobile.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/core/failure.ts";
import {
  type Country,
  countryOfZone,
  numberKindOf,
  parsePhoneNumber,
  formatPhoneNumber,
} from "../../src/numbers/phoneNumber.ts";
import { sliceCode } from "../../src/core/text/text.ts";
import { failureText } from "../support/samples.ts";

test.each([
  ["+1 512 555 0143", "US", "+15125550143"],
  ["(512) 555-0143", "US", "+15125550143"],
  ["512.555.0143", "US", "+15125550143"],
  ["1 512 555 0143", "US", "+15125550143"],
  ["  +44 20 7946 0018  ", "US", "+442079460018"],
  ["011 44 20 7946 0018", "US", "+442079460018"],
  ["00 1 512 555 0143", "DE", "+15125550143"],
  ["0044 20 7946 0018", "US", "+442079460018"],
  ["020 7946 0018", "GB", "+442079460018"],
  ["030 901820", "DE", "+4930901820"],
  ["+49 (0) 30 901820", "DE", "+4930901820"],
  ["1-800-555-0199", "US", "+18005550199"],
  ["+800 1234 5678", "US", "+80012345678"],
  ["＋１ ５１２ ５５５ ０１４３", "US", "+15125550143"],
  ["٠٣٠ ٩٠١٨٢٠", "DE", "+4930901820"],
  ["\u202a+1 512 555 0143\u202c", "US", "+15125550143"],
  ["\u2066+1\u200b512\u00ad555\ufe0f0143\u2069", "US", "+15125550143"],
  ["+1 512\u2212555\u20110143", "US", "+15125550143"],
  ["tel:+1-512-555-0143", "US", "+15125550143"],
  ["TEL: +1 512 555 0143", "US", "+15125550143"],
  ['="+1 512 555 0143"', "US", "+15125550143"],
  ['= "5125550143"', "US", "+15125550143"],
  ["'+1 512 555 0143", "US", "+15125550143"],
  ["15125550143.0", "US", "+15125550143"],
  ["+15125550143.00", "US", "+15125550143"],
  ["15125550143,0", "US", "+15125550143"],
  ["4930901820.0", "DE", "+4930901820"],
  ["01.23.45.67.89", "FR", "+33123456789"],
  ["01.42.68.53.00", "FR", "+33142685300"],
  ["+352 27.12.34.56", "LU", "+35227123456"],
  ["030/901820", "DE", "+4930901820"],
  ["+49 30/901820", "DE", "+4930901820"],
  ["030/90 18-20", "DE", "+4930901820"],
  ["030 901820-0", "DE", "+49309018200"],
  ["0512/5823", "AT", "+435125823"],
  ["06 698 12345", "IT", "+390669812345"],
] as [string, Country, string][])("%j typed in %s is %s", (typed, home, e164) => {
  expect(parsePhoneNumber(typed, home)).toBe(e164);
});

test.each([
  ["512 555 O143", "US", "The number contains a letter: “O”. Use digits only, such as +1 512 555 0143."],
  ["1-800-FLOWERS", "US", "The number contains a letter: “F”. Use digits only, such as +1 512 555 0143."],
  ["512 555 0143 x12", "US", "The number contains a letter: “x”. Use digits only, such as +1 512 555 0143."],
  ["512_555_0143", "US", "The number contains a character that isn’t allowed: “_”. Remove it."],
  ["512 555 0143;ext=1", "US", "The number contains a character that isn’t allowed: “;”. Remove it."],
  ["☎ 512 555 0143", "US", "The number contains a character that isn’t allowed: “☎”. Remove it."],
  ["512 + 555 0143", "US", "The + can only be at the start of the number."],
  ["++1 512 555 0143", "US", "The + can only be at the start of the number."],
  ["+ ()", "US", "The number has no digits. Enter it like +1 512 555 0143."],
  ["+999 512 555 0143", "US", "No country code starts with +999. Check the country code."],
  ["+0 512", "US", "No country code starts with +051. Check the country code."],
  ["+1 512 555 014", "US", "The number is one digit short: there are at least 10 after +1."],
  ["512 555", "US", "The number is 4 digits short: there are at least 10 after +1. Check for missing digits."],
  ["+1 512 555 01433", "US", "The number has one digit too many: there are at most 10 after +1."],
  [
    "+1 512 555 014 333",
    "US",
    "The number has 2 digits too many: there are at most 10 after +1. Check for repeated digits.",
  ],
  ["+1", "US", "The number is too short: it is little more than a country code."],
  ["7", "US", "The number is too short: it is little more than a country code."],
  ["+1 512 555 0143 0143 0143 0143", "US", "The number is too long: numbers have at most 15 digits."],
  ["+44 2079 4601", "GB", "The number has 8 digits after +44; it needs 7, 9, 10."],
  ["+1 999 555 0143", "US", "+1 999 555 0143 can’t be a real number. Check its digits."],
  ...(["1.5125550143E+10", "1,5125550143E+10", "1.51E+10", "15E9", "1.5125550143e10"] as const).map(
    (typed): [string, Country, string] => [
      typed,
      "US",
      `A spreadsheet shortened this number to ${typed}. Format its column as text, enter the number there again, and use that.`,
    ],
  ),
  ...(
    [
      "+49 30 901820.0",
      "+49 30 901820.00",
      "+49 30 901820.5",
      "030 901820.0",
      "030.901820.0",
      "901820.0",
      "+49 30 901820,00",
      "4930901820.5",
      "+49 30 901820.000",
      "+352 27 12 34 56.25",
    ] as const
  ).map((typed): [string, Country, string] => [
    typed,
    "DE",
    `${typed} ends like a decimal. If a spreadsheet added the point, format its column as text and enter the number there again.`,
  ]),
  ...(
    [
      "+49 30 901820 / 901821",
      "030 901820/21",
      "030 901820 / 030 901821",
      "030 901820\n030 901821",
      "030 901820 - 901821",
      "030 901820 901821",
    ] as const
  ).map((typed): [string, Country, string] => [typed, "DE", "There is more than one number here. Enter only one."]),
  ["0512 582345/46", "AT", "There is more than one number here. Enter only one."],
  ["06 69812345 / 69812346", "IT", "There is more than one number here. Enter only one."],
] as [string, Country, string][])("%j is rejected in one sentence", (typed, home, sentence) => {
  expect(failureText(() => parsePhoneNumber(typed, home))).toEqual([sentence, "number"]);
});

/** The notations of a country's numbers, from an independent library. */
const EXAMPLES = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);
const read = (typed: string, home: Country): string | null => {
  try {
    return parsePhoneNumber(typed, home);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return null;
  }
};

describe("a number of any country", () => {
  test("is read in every common notation", () => {
    expect(EXAMPLES.length).toBeGreaterThan(200);
    const invalid = EXAMPLES.flatMap((example) => {
      const home = example.country!;
      const [national, abroad] = [example.formatNational(), example.formatInternational()];
      return [
        example.number,
        abroad,
        national,
        example.getURI(),
        example.format("RFC3966"),
        `\u202a${abroad}\u202c`,
        abroad.replaceAll(" ", "\u00a0"),
        abroad.replaceAll(" ", "-"),
        abroad.replaceAll(" ", " - "),
        `="${abroad}"`,
        `'${example.number}`,
        `${example.number}.0`,
        `${example.number},00`,
      ].flatMap((typed) => (read(typed, home) === example.number ? [] : [`${home} ${typed}: ${read(typed, home)}`]));
    });
    expect(invalid).toEqual([]);
  });

  test("is either that number or rejected, never another number, whatever happened to the text", () => {
    const invalid = EXAMPLES.flatMap((example) => {
      const home = example.country!;
      const [national, abroad] = [example.formatNational(), example.formatInternational()];
      const digits = example.number.replace("+", "");
      const counted = Number(digits);
      return [abroad, national]
        .flatMap((text) => [
          text.replaceAll(" ", "."),
          text.replace(" ", "/"),
          text.replaceAll(" ", "/"),
          ...[".0", ".00", ".5", ".000", ",0", ",50", " .0", ". 0"].map((end) => text + end),
          `${text} / ${text}`,
          `${text}/${sliceCode(digits, -2)}`,
          `${text}\n${text}`,
          `${text} ${text}`,
          `${text} - ${sliceCode(digits, -6)}`,
        ])
        .concat(
          `${digits}.0`,
          `${digits}.00`,
          counted.toExponential().toUpperCase(),
          counted.toExponential(4),
          `${counted}.25`,
        )
        .flatMap((typed) => {
          const got = read(typed, home);
          return got === null || got === example.number || got === read(digits, home)
            ? []
            : [`${home} ${typed}: ${got}`];
        });
    });
    expect(invalid).toEqual([]);
  });
});

test("the error belongs to the given field", () => {
  expect(() => parsePhoneNumber("x", "US", "e164")).toThrow(expect.objectContaining({ field: "e164" }));
});

test("any input is a number that reads back as itself, or is rejected", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^\+?[0-9 ()-]{1,20}$/)), (typed) => {
      let e164: string;
      try {
        e164 = parsePhoneNumber(typed, "US");
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        return;
      }
      expect(e164).toMatch(/^\+[1-9]\d{6,14}$/);
      expect(parsePhoneNumber(e164, "DE")).toBe(e164);
      expect(parsePhoneNumber(formatPhoneNumber(e164), "GB")).toBe(e164);
    }),
  );
});

test.each([
  ["+15125550143", "+1 512 555 0143"],
  ["+442079460018", "+44 20 7946 0018"],
  ["+9991234567", "+9991234567"],
])("%s is shown as %s", (e164, shown) => expect(formatPhoneNumber(e164)).toBe(shown));

describe("its kind", () => {
  test.each([
    ["+15125550143", "US", "local"],
    ["+15125550143", "GB", "international"],
    ["+14165550143", "US", "international"],
    ["+442079460018", "GB", "local"],
    ["+18005550199", "US", "toll-free"],
    ["+18005550199", "GB", "toll-free"],
    ["+80012345678", "US", "toll-free"],
  ] as [string, Country, string][])("%s from %s is %s", (e164, home, kind) => {
    expect(numberKindOf(e164, home)).toBe(kind);
  });
});

test.each([
  ["America/New_York", "US"],
  ["America/Toronto", "CA"],
  ["Europe/London", "GB"],
  ["Europe/Berlin", "DE"],
  ["Asia/Kolkata", "IN"],
  ["Asia/Calcutta", "IN"],
  ["Australia/Lord_Howe", "AU"],
  ["UTC", "US"],
])("the zone %s is in %s", (zone, country) => expect(countryOfZone(zone)).toBe(country));

test("a North American number is formatted as the library would, whatever its area", () => {
  for (let area = 200; area < 1000; area += 1)
    for (const rest of ["5550143", "0000000", "1234567", "9999999", "2111111"]) {
      const e164 = `+1${area}${rest}`;
      expect(formatPhoneNumber(e164)).toBe(parsePhoneNumberWithError(e164).formatInternational());
    }
});
