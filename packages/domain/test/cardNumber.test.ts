import fc from "fast-check";
import { expect, test } from "vitest";
import { holdsCardNumber } from "../src/cardNumber.ts";
import { oneLine, someLines } from "../src/fields.schema.ts";

/** The numbers that the card networks and payment providers publish for tests. */
const CARDS = [
  "4242424242424242",
  "4000000000000002",
  "4000000000000341",
  "4000002760003184",
  "5555555555554444",
  "2223003122003222",
  "378282246310005",
  "6011111111111117",
  "3566002020360505",
  "30569309025904",
  "36227206271667",
  "6205500000000000004",
  "4222222222222",
];

test.each(CARDS)("%s is seen in any spacing and wherever it stands", (card) => {
  const cut = fc.array(fc.constantFrom("", "", " ", "-", ".", "\u00A0", " - ".trim(), "_", "\u2009"), {
    minLength: card.length - 1,
    maxLength: card.length - 1,
  });
  const spaced = cut.map((gaps) => [...card].map((digit, at) => digit + (gaps[at] ?? "")).join(""));
  fc.assert(
    fc.property(
      spaced,
      fc.constantFrom("", "card: ", "12 ", "my 1st "),
      fc.constantFrom("", ".", " exp 12/28"),
      (typed, before, after) => {
        expect(holdsCardNumber(before + typed + after)).toBe(true);
      },
    ),
  );
});

test.each([
  ["a phone number", "+4242424242424242"],
  ["one digit wrong", "4242424242424243"],
  ["a longer number", "42424242424242424242424242"],
  ["two phone numbers in a row", "2125550143 2125550144"],
  ["a time in milliseconds", "1773748800000"],
  ["a time", "2026-11-23 12:04:31"],
  ["an order", "PO 4711-0815"],
  ["a UUID whose digits would check", "42424242-4242-4242-8242-424242424242"],
  ["a platform's name for a call", "CA4242424242424242abcdefabcdefab12"],
  ["a day and a count", "20261123-12345674"],
  ["prose", "Ring 20 seconds, then 30, then 40"],
])("%s is none", (_what, text) => {
  expect(holdsCardNumber(text)).toBe(false);
});

test("what programs call their things is never taken for one", () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => !holdsCardNumber(id)),
    { numRuns: 20_000 },
  );
  const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(
      hex.filter((id) => /[a-f]/.test(id)),
      (id) => !holdsCardNumber(`CA${id}`),
    ),
    { numRuns: 20_000 },
  );
});

test.each(["x4242424242424242y", "order4242424242424242", "id_4242424242424242", "4242-4242-4242-4242-x"])(
  "%s is still one",
  (text) => expect(holdsCardNumber(text)).toBe(true),
);

test("a field that receives one refuses it", () => {
  for (const schema of [oneLine(80), someLines(80)]) {
    expect(schema.safeParse("4242 4242 4242 4242").error?.issues[0]?.message).toBe("fields.cardNumber");
    expect(schema.safeParse("4242 4242").success).toBe(true);
  }
});
