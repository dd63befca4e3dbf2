import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { book, bookOwner, isInactive } from "../../src/core/ledger.ts";
import {
  addMoney,
  floorCents,
  ceilCents,
  money,
  allocateCents,
  portion,
  formatBalance,
  formatAmountDue,
} from "../../src/core/money.ts";

const usd = (micros: number) => money(micros, "USD");
const SAFE = 9_000_000_000_000_000;
const anyMicros = fc.integer({ min: -SAFE, max: SAFE });

test.each([[1.5], [Number.MAX_SAFE_INTEGER + 1], [Number.NaN], [Infinity]])(
  "%s is not an amount of money",
  (micros) => {
    expect(() => usd(micros)).toThrow(RangeError);
  },
);

test("different currencies are not added, and no sum leaves exact arithmetic", () => {
  expect(addMoney(usd(1), usd(2))).toEqual(usd(3));
  expect(() => addMoney(usd(1), money(1, "EUR"))).toThrow("Cannot add EUR to USD");
  expect(() => addMoney(usd(Number.MAX_SAFE_INTEGER), usd(1))).toThrow(RangeError);
});

test.each([
  [5, 1, 2, 2],
  [15, 1, 2, 8],
  [7, 1, 2, 4],
  [-5, 1, 2, -2],
  [-7, 1, 2, -4],
  [10, 1, 3, 3],
  [-10, 1, 3, -3],
  [20, 1, 3, 7],
  [39_000_000, 13, 31, 16_354_839],
])("%s micros × %s ÷ %s is %s, rounded half to even", (micros, numerator, denominator, expected) => {
  expect(portion(usd(micros), numerator, denominator).micros).toBe(expected);
});

test.each([
  [[-38_947_000, 98_856_700], [-3895, 9886], 5991],
  [[5_000, 5_000], [1, 0], 1],
  [[3_333, 3_333, 3_334], [0, 0, 1], 1],
  [[10_000, 5_000, 20_000], [1, 1, 2], 4],
  [[-98_856_700, 38_947_000], [-9885, 3895], -5990],
  [[], [], 0],
])("%j due are shown as %j cents, which add up to %i", (micros, parts, sum) => {
  expect(allocateCents(micros)).toEqual({ parts, sum });
});

test("displayed parts of an amount due add up, are less than a cent off, and the sum is rounded up", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5_000_000, max: 5_000_000 }), { maxLength: 40 }), (micros) => {
      const { parts, sum } = allocateCents(micros);
      const whole = micros.reduce((all, one) => all + one, 0);
      expect(parts.reduce((all, one) => all + one, 0)).toBe(sum);
      expect(sum).toBe(ceilCents(usd(whole)));
      for (const [at, one] of micros.entries())
        expect([floorCents(usd(one)), ceilCents(usd(one))]).toContain(parts[at]);
    }),
  );
});

test("an amount due is never shown lower than what would pay it", () => {
  expect(formatAmountDue(usd(31_991_234), "en")).toBe("$32.00");
  expect(formatBalance(usd(31_991_233), "en")).toBe("$31.99");
  expect(formatAmountDue(usd(-4_000), "en")).toBe("$0.00");
  expect(formatAmountDue(usd(39_000_000), "en")).toBe("$39.00");
});

test("money is only divided by a positive number", () => {
  expect(() => portion(usd(1), 1, 0)).toThrow(RangeError);
  expect(() => portion(usd(1), 1, -1)).toThrow(RangeError);
});

test.each([
  [0, 0, 0],
  [1, 0, 1],
  [9_999, 0, 1],
  [10_000, 1, 1],
  [-1, -1, 0],
  [-4_000, -1, 0],
  [-10_000, -1, -1],
  [-10_001, -2, -1],
])("%s micros are %s cents on display and %s cents on a card", (micros, down, up) => {
  expect(floorCents(usd(micros))).toBe(down);
  expect(ceilCents(usd(micros))).toBe(up);
});

test.each([
  [-4_000, "−$0.01"],
  [0, "$0.00"],
  [9_999, "$0.00"],
  [182_400_000, "$182.40"],
  [-1_234_560_000, "−$1,234.56"],
])("a balance of %s micros reads %s", (micros, text) => {
  expect(formatBalance(usd(micros), "en")).toBe(text);
});

describe("for any amount", () => {
  test("a portion is the nearest possible one, and the even one for a tie", () => {
    fc.assert(
      fc.property(
        anyMicros,
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 31, max: 1_000_000 }),
        (micros, n, d) => {
          const rest = BigInt(micros) * BigInt(n) - BigInt(portion(usd(micros), n, d).micros) * BigInt(d);
          const twice = (rest < 0n ? -rest : rest) * 2n;
          expect(twice <= BigInt(d)).toBe(true);
          if (twice === BigInt(d)) expect(portion(usd(micros), n, d).micros % 2).toBeCloseTo(0);
        },
      ),
    );
  });

  test("display never shows more than there is, a card is never charged less, and both are within a cent", () => {
    fc.assert(
      fc.property(anyMicros, (micros) => {
        const [down, up] = [BigInt(floorCents(usd(micros))) * 10_000n, BigInt(ceilCents(usd(micros))) * 10_000n];
        const exact = BigInt(micros);
        expect(down <= exact && exact - down < 10_000n && up >= exact && up - exact < 10_000n).toBe(true);
      }),
    );
  });

  test("subtracting what was added gives the same amount", () => {
    const half = fc.integer({ min: -SAFE / 2, max: SAFE / 2 });
    fc.assert(
      fc.property(half, half, (a, b) => {
        expect(addMoney(addMoney(usd(a), usd(b)), usd(-b))).toEqual(usd(a));
      }),
    );
  });
});

test("a book knows its owner, and is inactive strictly below zero", () => {
  expect(bookOwner(book("acc_1", "balance"))).toBe("acc_1");
  expect([isInactive(-1), isInactive(0), isInactive(1)]).toEqual([true, false, false]);
});

test("the currency is part of the type of an amount", () => {
  // @ts-expect-error a bare number is no money
  expect(() => addMoney(1, usd(1))).toThrow();
  // @ts-expect-error there is no such currency here
  money(1, "XXX");
});
