import fc from "fast-check";
import { expect, test } from "vitest";
import { adjustment, correction, type Entry, isCorrectable, ENTRY_TYPES } from "../../src/core/ledger.ts";
import { money } from "../../src/core/money.ts";
import { message } from "../../src/core/message.ts";
import { NOON } from "../support/samples.ts";

const memo = message("balance.adjusted", { reason: "goodwill" });

test("an adjustment adds or takes, and always moves a positive amount between two books", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 13), max: 10 ** 13 }).filter((micros) => micros !== 0),
      (micros) => {
        const made = adjustment("acc", money(micros, "USD"), memo, NOON, "k");
        expect(made.micros).toBe(Math.abs(micros));
        expect(micros > 0 ? made.to : made.from).toBe("acc/balance");
        expect(micros > 0 ? made.from : made.to).toBe("acc/adjustments");
      },
    ),
  );
});

test("a correction reverses the rest of the amount, names the entry, and can be booked once", () => {
  const entry: Entry = { ...adjustment("acc", money(-5, "USD"), memo, NOON, "k"), seq: 7, bookedAt: NOON };
  expect(correction(entry, 3, memo, NOON + 1)).toEqual({
    type: "correction",
    from: "acc/adjustments",
    to: "acc/balance",
    micros: 3,
    currency: "USD",
    memo,
    happenedAt: NOON + 1,
    key: "correction:7",
    corrects: 7,
    refundOf: "k",
  });
});

test("card payments, refunds and corrections are not corrected", () => {
  expect(ENTRY_TYPES.filter((type) => !isCorrectable(type))).toEqual(["payment", "refund", "correction"]);
});
