import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { type AccountCalendar, calendarInZone } from "../../src/core/period.ts";
import { HOUR, MINUTE } from "../../src/core/time.ts";
import { type AcceptedCorrection, correctedParts } from "../../src/reports/correctedTime.ts";
import { DayCells, dayFinder } from "../../src/reports/dayCells.ts";
import type { Span } from "../../src/reports/types.ts";

// A checker of its own kind: it goes through the time minute by minute and asks Temporal for each minute's day.

const STATUSES = ["available", "away", "lunch", "offline"];
/** Noon before a night in which clocks change, and before an ordinary one. */
const WINDOWS: [zone: string, day: string][] = [
  ["America/New_York", "2028-03-11"],
  ["America/New_York", "2028-11-04"],
  ["Australia/Lord_Howe", "2027-10-02"],
  ["Australia/Lord_Howe", "2028-04-01"],
  ["Asia/Kathmandu", "2028-02-28"],
  ["UTC", "2028-02-28"],
];
const MINUTES = 36 * 60;

const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom(...STATUSES)), { maxLength: 12 });
const corrections = fc.array(
  fc.record({
    from: fc.integer({ min: -200, max: MINUTES }),
    minutes: fc.integer({ min: 1, max: 1440 }),
    status: fc.constantFrom(...STATUSES.slice(0, 3)),
    // Two may be decided at the same instant.
    decidedAt: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 6 },
);

const zeroes = (sums: Record<string, number>) => Object.fromEntries(Object.entries(sums).filter(([, ms]) => ms !== 0));

test.each(WINDOWS)("in %s from %s on, corrected time is what a checker counts minute by minute", (zone, day) => {
  const start = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: "12:00" }).epochMilliseconds;
  const calendar: AccountCalendar = calendarInZone(zone);
  const dayOf = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
  fc.assert(
    fc.property(lengths, corrections, (stays, drawn) => {
      const spans: Span[] = [];
      let at = start;
      for (const [minutes, status] of stays) {
        const to = at + minutes * MINUTE;
        spans.push({ layer: "status", status, from: at, to, overSince: null, overrunAt: null, kept: false });
        at = to;
      }
      // The phone's time stays as it is.
      spans.push({
        layer: "phone",
        status: "call",
        from: start,
        to: at,
        overSince: null,
        overrunAt: null,
        kept: false,
      });
      const accepted = drawn.map(({ from, minutes, status, decidedAt }, index): AcceptedCorrection => {
        const begin = start + from * MINUTE;
        return { id: `${index}`, from: begin, to: begin + minutes * MINUTE, status, decidedAt };
      });
      const cells = new DayCells(dayFinder(calendar));
      for (const part of correctedParts(spans, accepted)) cells.addCorrected(part);
      const found = Object.fromEntries(
        cells.list().map((cell) => [`${cell.day} ${cell.layer} ${cell.status}`, cell.ms]),
      );

      const expected: Record<string, number> = {};
      for (const { layer, status, from, to } of spans) {
        if (layer !== "status") continue;
        for (let minute = from; minute < to; minute += MINUTE) {
          const [last] = accepted
            .filter((one) => one.from <= minute && one.to > minute)
            .toSorted((a, b) => b.decidedAt! - a.decidedAt! || Number(b.id) - Number(a.id));
          if (!last || last.status === status) continue;
          for (const [id, sign] of [
            [status, -1],
            [last.status, 1],
          ] as const) {
            const key = `${dayOf(minute)} corrected ${id}`;
            expected[key] = (expected[key] ?? 0) + sign * MINUTE;
          }
        }
      }
      expect(zeroes(found)).toEqual(zeroes(expected));
      // Corrections move time from one status to another: they make none.
      expect(Object.values(found).reduce((sum, ms) => sum + ms, 0)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("the later decision counts for the overlap, and the earlier one for the rest", () => {
  const spans: Span[] = [
    { layer: "status", status: "away", from: 0, to: 8 * HOUR, overSince: null, overrunAt: null, kept: false },
  ];
  const correction = (id: string, from: number, to: number, status: string, decidedAt: number) => ({
    id,
    from: from * HOUR,
    to: to * HOUR,
    status,
    decidedAt,
  });
  const parts = correctedParts(spans, [
    correction("b", 3, 4, "lunch", 20),
    correction("a", 1, 6, "available", 10),
    correction("c", 5, 10, "away", 30),
  ]);
  expect(parts.map(({ from, to, corrected }) => [from / HOUR, to / HOUR, corrected]).toSorted()).toEqual([
    [1, 3, "available"],
    [3, 4, "lunch"],
    [4, 5, "available"],
  ]);
});
