import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../src/failure.ts";
import { type Country, countryOfZone, numberKindOf, readNumber, showNumber } from "../src/phoneNumber.ts";
import { sentenceOf } from "./sample.ts";

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
] as [string, Country, string][])("%j typed in %s is %s", (typed, home, e164) => {
  expect(readNumber(typed, home)).toBe(e164);
});

test.each([
  ["512 555 O143", "US", "The number has a letter in it: “O”. Write digits only, such as +1 512 555 0143."],
  ["1-800-FLOWERS", "US", "The number has a letter in it: “F”. Write digits only, such as +1 512 555 0143."],
  ["512 555 0143 x12", "US", "The number has a letter in it: “x”. Write digits only, such as +1 512 555 0143."],
  ["512_555_0143", "US", "The number has a sign in it that no number has: “_”. Take it out."],
  ["512 555 0143;ext=1", "US", "The number has a sign in it that no number has: “;”. Take it out."],
  ["☎ 512 555 0143", "US", "The number has a sign in it that no number has: “☎”. Take it out."],
  ["512 + 555 0143", "US", "The + belongs at the beginning of the number only."],
  ["++1 512 555 0143", "US", "The + belongs at the beginning of the number only."],
  ["+ ()", "US", "The number has no digits. Write it such as +1 512 555 0143."],
  ["+999 512 555 0143", "US", "No country has numbers that begin with +999. Check the country code."],
  ["+0 512", "US", "No country has numbers that begin with +051. Check the country code."],
  ["+1 512 555 014", "US", "The number has one digit too few: after +1 there are at least 10."],
  ["512 555", "US", "The number has 4 digits too few: after +1 there are at least 10. Check that none is missing."],
  ["+1 512 555 01433", "US", "The number has one digit too many: after +1 there are at most 10."],
  [
    "+1 512 555 014 333",
    "US",
    "The number has 2 digits too many: after +1 there are at most 10. Check that none is doubled.",
  ],
  ["+1", "US", "The number is too short: it has hardly more than a country code."],
  ["7", "US", "The number is too short: it has hardly more than a country code."],
  ["+1 512 555 0143 0143 0143 0143", "US", "The number is too long: no number has more than 15 digits."],
  ["+44 2079 4601", "GB", "The number has 8 digits after +44; there it takes 7, 9, 10."],
  ["+1 999 555 0143", "US", "No number like +1 999 555 0143 is given out anywhere. Check its digits."],
] as [string, Country, string][])("%j is refused in one sentence", (typed, home, sentence) => {
  expect(sentenceOf(() => readNumber(typed, home))).toEqual([sentence, "number"]);
});

test("the sentence belongs to the field it is asked for", () => {
  expect(() => readNumber("x", "US", "e164")).toThrow(expect.objectContaining({ field: "e164" }));
});

test("whatever is typed is a number that reads back as itself, or a refusal", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^\+?[0-9 ()-]{1,20}$/)), (typed) => {
      let e164: string;
      try {
        e164 = readNumber(typed, "US");
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        return;
      }
      expect(e164).toMatch(/^\+[1-9]\d{6,14}$/);
      expect(readNumber(e164, "DE")).toBe(e164);
      expect(readNumber(showNumber(e164), "GB")).toBe(e164);
    }),
  );
});

test.each([
  ["+15125550143", "+1 512 555 0143"],
  ["+442079460018", "+44 20 7946 0018"],
  ["+9991234567", "+9991234567"],
])("%s is shown as %s", (e164, shown) => expect(showNumber(e164)).toBe(shown));

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
])("the zone %s lies in %s", (zone, country) => expect(countryOfZone(zone)).toBe(country));
