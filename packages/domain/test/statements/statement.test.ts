import fc from "fast-check";
import { expect, test } from "vitest";
import { ENTRY_TYPES, type EntryType } from "../../src/core/ledger.ts";
import { boundsOf, calendarInZone, monthOf } from "../../src/core/period.ts";
import { message } from "../../src/core/message.ts";
import { type StatementEntry, type Statement, StatementBuilder } from "../../src/statements/statement.ts";
import { DAY, HOUR } from "../../src/core/time.ts";
import { failureOf } from "../support/samples.ts";

const ZONES = ["UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"];
const START = Date.UTC(2026, 2, 1);
const SPAN = 90 * DAY;

const USAGE_KEYS = ["balance.usage.minutes", "balance.usage.tollFree", "balance.usage.messages"] as const;
const MEMO = message("balance.adjusted", { reason: "so" });

const entries = fc
  .array(
    fc.record({
      type: fc.constantFrom<EntryType>(...ENTRY_TYPES),
      usage: fc.constantFrom(...USAGE_KEYS),
      after: fc.integer({ min: 0, max: SPAN }),
      late: fc.constantFrom(0, 0, 0, 3 * HOUR, 40 * DAY),
      micros: fc.oneof(fc.integer({ min: -90_000_000, max: 90_000_000 }), fc.integer({ min: -20_000, max: 20_000 })),
      quantity: fc.integer({ min: 1, max: 90_000 }),
      other: fc.constantFrom(null, null, "sub1", "sub2"),
    }),
    { maxLength: 60 },
  )
  .map((drawn) =>
    drawn
      .toSorted((a, b) => a.after - b.after)
      .map(({ type, usage, after, late, micros, quantity, other }, at): StatementEntry => {
        const isUsage = ["minutes", "messages", "add-on"].includes(type);
        return {
          seq: at + 1,
          type,
          memo: isUsage ? message(usage, { about: " · x" }) : MEMO,
          bookedAt: START + after,
          happenedAt: START + after - late,
          micros: micros || 1,
          ...(isUsage ? { quantity } : {}),
          otherAccount: type === "payment" || type === "refund" || type === "opening" ? null : other,
          paidByOwnBalance: true,
        };
      }),
  );

function made(
  all: readonly StatementEntry[],
  first: string,
  last: string,
  zone: string,
  opening: number | null,
): Statement {
  const bounds = boundsOf({ first, last }, calendarInZone(zone));
  const maker = new StatementBuilder(bounds, calendarInZone(zone), "USD");
  for (const entry of all) if (entry.bookedAt >= bounds.from && entry.bookedAt < bounds.to) maker.add(entry);
  return maker.finish(opening);
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const sumOf = (parts: readonly { micros: number }[]) => parts.reduce((all, { micros }) => all + micros, 0);

test("lines, parts and carried cents add up, and each closing balance is the next opening one, however a ledger is divided", () => {
  fc.assert(
    fc.property(
      entries,
      fc.constantFrom(...ZONES),
      fc.integer({ min: -50_000, max: 90_000_000 }),
      fc.array(fc.integer({ min: 1, max: 92 }), { maxLength: 5 }),
      (all, zone, opening, cuts) => {
        const days = [...new Set([-2, ...cuts, 93])].toSorted((a, b) => a - b);
        let state = opening;
        let carried: number | null = null;
        let rounded = 0;
        for (let at = 0; at + 1 < days.length; at += 1) {
          const first = day(START + days[at]! * DAY);
          const last = day(START + (days[at + 1]! - 1) * DAY);
          const one = made(all, first, last, zone, state);
          const parts = [one.payments, ...one.parts];
          for (const part of parts) {
            expect(part.lines.reduce((sum, { cents }) => sum + cents, 0)).toBe(part.cents);
            expect(sumOf(part.lines)).toBe(part.micros);
          }
          const { opening: begins, closing } = one.balance!;
          expect(begins.micros).toBe(state);
          expect(begins.micros + sumOf(parts)).toBe(closing.micros);
          expect(begins.cents + parts.reduce((sum, { cents }) => sum + cents, 0) + one.rounding.cents).toBe(
            closing.cents,
          );
          if (carried !== null) expect(one.rounding.carriedIn).toBe(carried);
          expect(one.rounding.carriedOut).toBeGreaterThanOrEqual(0);
          expect(one.rounding.carriedOut).toBeLessThan(10_000);
          carried = one.rounding.carriedOut;
          rounded += one.rounding.cents;
          state = closing.micros;
        }
        expect(state).toBe(opening + sumOf(all));
        expect(Number.isSafeInteger(rounded)).toBe(true);
      },
    ),
    { numRuns: 400 },
  );
});

test("an agency's statement is the sum of its parts, each equal to the sub-account's own", () => {
  fc.assert(
    fc.property(entries, fc.constantFrom(...ZONES), (all, zone) => {
      const whole = made(all, "2026-02-20", "2026-06-10", zone, 0);
      for (const account of ["sub1", "sub2"]) {
        const own = all
          .filter(({ otherAccount }) => otherAccount === account)
          .map((entry) => ({ ...entry, otherAccount: null, paidByOwnBalance: false }));
        const theirs = made(own, "2026-02-20", "2026-06-10", zone, null);
        const part = whole.parts.find((one) => one.account === account);
        expect(theirs.balance).toBeNull();
        expect(theirs.paidByAgency?.lines).toEqual(part?.lines);
        expect(theirs.paidByAgency?.cents).toBe(part?.cents);
      }
    }),
    { numRuns: 200 },
  );
});

const entry = (more: Partial<StatementEntry>): StatementEntry => ({
  seq: 1,
  type: "minutes",
  memo: message("balance.usage.minutes", { about: " · +1 212 555 0103" }),
  happenedAt: START + DAY,
  bookedAt: START + DAY,
  micros: -34_500,
  quantity: 1000,
  otherAccount: null,
  paidByOwnBalance: true,
  ...more,
});

test("usage is one line per unit with its quantity; earlier events have their own line and day", () => {
  const late = START - 3 * DAY + 5 * HOUR;
  const all = [
    entry({}),
    entry({ quantity: 11_000, micros: -379_500 }),
    entry({ memo: message("balance.usage.tollFree", { about: "" }), micros: -52_500 }),
    entry({ happenedAt: late }),
    entry({ happenedAt: late + HOUR }),
  ];
  const { parts } = made(all, "2026-03-01", "2026-03-31", "UTC", 1_000_000);
  expect(parts).toHaveLength(1);
  expect(parts[0]!.lines).toMatchObject([
    { text: message("balance.usage.minutes", { about: "" }), quantity: 2000, cents: -7, lateFrom: START - 3 * DAY },
    {
      text: message("balance.usage.minutes", { about: "" }),
      quantity: 12_000,
      cents: -41,
      lateFrom: null,
      bookedAt: null,
    },
    { text: message("balance.usage.tollFree", { about: "" }), quantity: 1000, cents: -5 },
  ]);
});

test("payments and refunds are listed separately; a correction names its entry", () => {
  const all = [
    entry({ seq: 3, type: "payment", micros: 16_000_000, memo: MEMO }),
    entry({ seq: 4, type: "refund", micros: -5_000_000, memo: MEMO }),
    entry({ seq: 5, type: "correction", micros: 34_500, memo: MEMO, corrects: 2 }),
  ];
  const { payments, parts, balance, rounding } = made(all, "2026-03-01", "2026-03-31", "UTC", 0);
  expect(payments.lines.map(({ cents }) => cents)).toEqual([1600, -500]);
  expect(parts[0]!.lines).toMatchObject([{ entry: 5, corrects: 2, cents: 3 }]);
  expect(balance!.closing).toEqual({ micros: 11_034_500, cents: 1103 });
  expect(rounding).toEqual({ cents: 0, carriedIn: 0, carriedOut: 4500 });
});

test("an empty period is a statement too", () => {
  const { balance, parts, payments } = made([], "2026-03-01", "2026-03-01", "UTC", -4000);
  expect(balance).toEqual({ opening: { micros: -4000, cents: -1 }, closing: { micros: -4000, cents: -1 } });
  expect([...parts, ...payments.lines]).toEqual([]);
});

test.each([
  ["America/New_York", "2026-03-08", 23],
  ["America/New_York", "2026-11-01", 25],
  ["Australia/Lord_Howe", "2026-10-04", 23.5],
  ["UTC", "2026-03-08", 24],
])("a day in %s on %s has %d hours", (zone, date, hours) => {
  const { from, to } = boundsOf({ first: date, last: date }, calendarInZone(zone));
  expect((to - from) / HOUR).toBe(hours);
});

test("rejects an invalid period with its field", () => {
  expect(failureOf(() => boundsOf({ first: "2026-03-02", last: "2026-03-01" }, calendarInZone("UTC")))).toMatchObject({
    field: "last",
  });
  expect(failureOf(() => boundsOf({ first: "2026-02-30", last: "2026-03-01" }, calendarInZone("UTC")))).toMatchObject({
    field: "first",
  });
  expect(failureOf(() => boundsOf({ first: "2020-01-01", last: "2026-03-01" }, calendarInZone("UTC")))).toMatchObject({
    field: "last",
  });
});

test("months follow the account's own calendar", () => {
  const justBefore = Date.UTC(2026, 2, 1, 4, 59);
  expect(monthOf(justBefore, calendarInZone("America/New_York"))).toEqual({ first: "2026-02-01", last: "2026-02-28" });
  expect(monthOf(justBefore, calendarInZone("Europe/London"))).toEqual({ first: "2026-03-01", last: "2026-03-31" });
  expect(monthOf(justBefore, calendarInZone("Europe/London"), 1)).toEqual({ first: "2026-02-01", last: "2026-02-28" });
});
