import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { containsCardNumber } from "../../../src/core/text/cardNumber.ts";
import { RenameCardInput } from "../../../src/cards/schema.ts";
import { oneLine, someLines } from "../../../src/core/fieldSchemas.ts";

/** Test numbers published by card networks and payment providers. */
const CARDS = [
  "4242424242424242",
  "4000000000000002",
  "4000000000000341",
  "4000002760003184",
  "4111111111111111",
  "4012888888881881",
  "5555555555554444",
  "5105105105105100",
  "2223003122003222",
  "378282246310005",
  "371449635398431",
  "6011111111111117",
  "6011000990139424",
  "3566002020360505",
  "3530111333300000",
  "30569309025904",
  "36227206271667",
  "3056930009020004",
  "6200000000000005",
  "6205500000000000004",
];
/** Grouped as on the card. */
const grouped = (card: string, gap: string): string =>
  (card.length === 15
    ? /^(.{4})(.{6})(.{5})$/
    : card.length === 14
      ? /^(.{4})(.{6})(.{4})$/
      : /^(.{4})(.{4})(.{4})(.{4})(.*)$/
  )
    .exec(card)!
    .slice(1)
    .filter(Boolean)
    .join(gap);
const GAPS = [" ", "-", ".", "\u00A0", "\u2009", "\u2013", "_", "  ", " - "];

/** From the right, every second digit counts twice: finds the correct check digit. */
function checked(digits: string): string {
  for (let last = 0; ; last += 1) {
    const sum = [...`${digits}${last}`].reverse().reduce((all, digit, at) => {
      const twice = Number(digit) * (1 + (at % 2));
      return all + (twice > 9 ? twice - 9 : twice);
    }, 0);
    if (sum % 10 === 0) return `${digits}${last}`;
  }
}

describe("a card number is found", () => {
  test.each(CARDS)("%s: as one block and in groups, wherever it is", (card) => {
    for (const typed of [card, ...GAPS.slice(0, 7).map((gap) => grouped(card, gap))])
      for (const before of ["", "my 1st ", "Dana Reyes, ", "note: ", "x"])
        for (const after of ["", ".", " exp 12/28", " thanks", "\n2026", " 123"])
          expect(containsCardNumber(before + typed + after), before + typed + after).toBe(true);
  });

  test("of any network: in groups anywhere, as one block next to a word or a date", () => {
    const prefix = fc.constantFrom("4539", "4916", "5321", "5412", "2244", "6011", "6221", "3589");
    const number = fc.tuple(prefix, fc.stringMatching(/^\d{11}$/)).map(([front, rest]) => checked(front + rest));
    const amex = fc
      .tuple(fc.constantFrom("34", "37"), fc.stringMatching(/^\d{12}$/))
      .map(([front, rest]) => checked(front + rest));
    fc.assert(
      fc.property(fc.oneof(number, amex), fc.constantFrom(...GAPS.slice(0, 7)), (card, gap) => {
        for (const typed of [
          grouped(card, gap),
          `card ${card}`,
          `Visa: ${card}`,
          `Kreditkarte Nr. ${card}`,
          `${card} 09/27`,
          `${card}, cvv 123`,
        ])
          expect(containsCardNumber(typed), typed).toBe(true);
        expect(containsCardNumber(`x ${card} y`, "anywhere")).toBe(true);
      }),
    );
  });

  test.each([
    ["behind an account at a bank", "DE68 8106 9226 2118 8946 22, 4539 5787 6362 1486"],
    ["behind what looks like one and does not check", "DE68 8106 9226 2118 8946 23; 4539 5787 6362 1486"],
    ["behind an order that somebody paid with it", "order 4711 paid by card 4539 5787 6362 1486"],
    ["with its end behind it, whatever is said before", "ref 4539 5787 6362 1486 exp 09/27"],
    ["a published one as an order", "order 4242 4242 4242 4242"],
    ["in lines", "4242\n4242\n4242\n4242"],
    ["behind an amount", "paid 20 4539 5787 6362 1486"],
    ["with the code that American Express prints in front", "3782 822463 10005 1234"],
    ["in full width", "４２４２ ４２４２ ４２４２ ４２４２"],
    ["in the digits of Arabic", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"],
    ["with signs between that nobody sees", "4242\u200b4242\u00ad4242\u20604242"],
    ["in letters", "order4242424242424242 x"],
  ])("%s", (_what, text) => expect(containsCardNumber(text)).toBe(true));

  test("and its field rejects it", () => {
    for (const schema of [oneLine(80), someLines(80)]) {
      expect(schema.safeParse("4242 4242 4242 4242").error?.issues[0]?.message).toBe("fields.cardNumber");
      expect(schema.safeParse("4242 4242").success).toBe(true);
    }
    // Somebody might paste the card number as its name.
    const named = (name: string) => RenameCardInput.safeParse({ id: "c", version: 1, name }).success;
    expect([
      named("4539578763621486"),
      named("Office Visa"),
      oneLine(80).safeParse("4539578763621486").success,
    ]).toEqual([false, true, true]);
  });
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
  ["a share of one", "12 0.4929123456781234"],
  ["an account at a bank", "ES91 4539 5787 6362 1486 1332"],
  ["an account in São Tomé", "ST65 4539 5787 6362 1486 1332 9"],
  ["a German account", "IBAN DE68 8106 9226 2118 8946 22"],
  ["one without the word", "Pay to DE68 8106 9226 2118 8946 22, please"],
  ["a Pakistani one, four groups behind the bank", "PK36 SCBL 0000 0011 2345 6702"],
  ["five groups of four", "4539 5787 6362 1486 1332"],
  ["five groups, the last of which would do", "1332 4539 5787 6362 1486"],
  ["groups behind a bank's letters", "XX99 4539 5787 6362 1486"],
  ["an order in groups", "Order no. 4539-5787-6362-1486"],
  ["a meter's number", "meter 4539 5787 6362 1486"],
  ["a column of numbers", "4539\n5787\n6362\n1486"],
  ["prose", "Ring 20 seconds, then 30, then 40"],
])("%s is not a card number", (_what, text) => expect(containsCardNumber(text)).toBe(false));

/** Ids of platforms: the number of digits, some with a prefix. */
const IDS: Record<string, (digits: (count: number) => string) => string> = {
  "sixteen digits": (digits) => digits(16),
  "fifteen digits": (digits) => digits(15),
  "fourteen digits": (digits) => digits(14),
  "thirteen digits": (digits) => digits(13),
  "seventeen digits": (digits) => digits(17),
  "eighteen digits": (digits) => digits(18),
  "nineteen digits": (digits) => digits(19),
  "an order at Amazon": (digits) => `${digits(3)}-${digits(7)}-${digits(7)}`,
  "an order at eBay": (digits) => `${digits(2)}-${digits(5)}-${digits(5)}`,
  "an order at Shopify": (digits) => `5${digits(12)}`,
  "an ad at Meta": (digits) => `120${digits(15)}`,
  "a campaign at Google": (digits) => digits(11),
  "a customer at Google Ads": (digits) => `${digits(3)}-${digits(3)}-${digits(4)}`,
  "a post at X": (digits) => `18${digits(17)}`,
  "a video at TikTok": (digits) => `7${digits(18)}`,
  "a page at Facebook": (digits) => `1000${digits(11)}`,
  "a telephone's own number": (digits) => checked(`35${digits(12)}`),
  "a parcel at UPS": (digits) => `1Z${digits(16)}`,
  "a parcel at FedEx": (digits) => digits(12),
  "a parcel at USPS": (digits) => `94${digits(20)}`,
  "a ticket": (digits) => `#${digits(8)}`,
  "a time in microseconds": (digits) => `17${digits(14)}`,
  "a time in milliseconds": (digits) => `17${digits(11)}`,
  "a share": (digits) => `0.${digits(16)}`,
  "a UUID": (digits) => `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`,
};
/** Bank accounts in groups of four: the country, then digits, or the bank's letters before them. */
const BANKS = ["DE 18", "AT 16", "CH 17", "ES 20", "FR 23", "PL 24", "BE 12", "PK SCBL 16", "GB NWBK 14", "IT X 22"];
for (const bank of BANKS) {
  const [country, ...rest] = bank.split(" ");
  IDS[`an account at a bank: ${bank}`] = (digits) => {
    const own = rest.map((one) => (/\d/.test(one) ? digits(Number(one)) : one)).join("");
    const number = [...`${own}${country}00`].map((sign) => Number.parseInt(sign, 36)).join("");
    const check = String(98n - (BigInt(number) % 97n)).padStart(2, "0");
    return `${country}${check}${own}`.replace(/.{4}(?=.)/g, "$& ");
  };
}
const AROUND = [
  ["", ""],
  ["Order ", ""],
  ["order no. ", " shipped"],
  ["Ticket #", ", call back"],
  ["ad ", " · spring"],
  ["https://example.com/?gclid=", "&x=1"],
  ["id:", "/2026"],
  ["Paid order ", ""],
  ["call from Ann, ref ", "."],
] as const;

test("ids of platforms are mistaken for one less than once in a thousand", () => {
  // Generated by a fixed rule, the same every day.
  let state = 20_261_123;
  const digit = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String(Math.floor(state / 65_536) % 10);
  };
  const digits = (count: number) => Array.from({ length: count }, digit).join("");
  for (const [what, make] of Object.entries(IDS)) {
    let refused = 0;
    const tries = 2000;
    for (let at = 0; at < tries; at += 1) {
      const [before, after] = AROUND[at % AROUND.length]!;
      if (containsCardNumber(before + make(digits) + after)) refused += 1;
    }
    expect(refused / tries, what).toBeLessThan(0.001);
  }
});

test("four groups of four are an order number if the text says so", () => {
  const number = fc.stringMatching(/^4\d{14}$/).map((front) => grouped(checked(front), " "));
  const text = fc.constantFrom(
    "Order ",
    "order no. ",
    "Ticket #",
    "invoice ",
    "Ref. ",
    "Rechnungsnummer: ",
    "commande ",
  );
  fc.assert(
    fc.property(text, number, (before, id) => {
      expect(containsCardNumber(before + id), before + id).toBe(CARDS.includes(id.replaceAll(" ", "")));
      expect(containsCardNumber(before + id, "anywhere")).toBe(true);
    }),
  );
});

test("a long text takes time in proportion to its length", () => {
  for (const piece of ["DE68 8106 ", "4539 5787 6362 148", "order ", "de12", "Karte # 4539 ", "1 1 1 1 "])
    expect(containsCardNumber(piece.repeat(40_000)), piece).toBe(false);
});

test("a name made by a program is never mistaken for one", () => {
  const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(
      fc.uuid(),
      hex,
      (uuid, id) => !containsCardNumber(uuid) && (!/[a-f]/.test(id) || !containsCardNumber(`CA${id}`)),
    ),
    { numRuns: 5000 },
  );
});
