import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayAfter, dayIn } from "../../src/core/calendar.ts";
import {
  boundsOf,
  type AccountCalendar,
  dayBounds,
  dayAt,
  calendarInZone,
  monthBounds,
  monthOf,
} from "../../src/core/period.ts";
import { DAY, HOUR } from "../../src/core/time.ts";

const ZONES = [
  "America/New_York",
  "Asia/Tokyo",
  "Pacific/Kiritimati",
  "Pacific/Niue",
  "America/Havana",
  "Asia/Kolkata",
  "UTC",
];
const FROM = Date.UTC(2026, 9, 1);
const anyZone = fc.constantFrom(...ZONES);
/** The zones that an account had one after the other, each for some hours or weeks. */
const anyCalendar: fc.Arbitrary<AccountCalendar> = fc
  .record({
    zone: anyZone,
    stays: fc.array(fc.record({ zone: anyZone, hours: fc.integer({ min: 0, max: 900 }) }), { maxLength: 6 }),
  })
  .map(({ zone, stays }) => {
    let until = FROM;
    return {
      zone,
      formerZones: stays.map((stay) => ({ until: (until += stay.hours * HOUR), data: { zone: stay.zone } })),
    };
  });
const iso = (at: number) => new Date(at).toISOString();
const bounds = (day: string, calendar: AccountCalendar) => boundsOf({ first: day, last: day }, calendar);

describe("the days of an account that changed its zone", () => {
  test("follow each other without a gap, and each instant is in the day computed for it", () => {
    fc.assert(
      fc.property(
        anyCalendar,
        fc.integer({ min: -40, max: 120 }),
        fc.integer({ min: 0, max: DAY - 1 }),
        (calendar, days, ms) => {
          const at = FROM + days * DAY + ms;
          const day = dayAt(at, calendar);
          const { from, to } = bounds(day, calendar);
          expect(dayBounds(at, calendar)).toEqual({ from, to });
          expect(from).toBeLessThanOrEqual(at);
          expect(at).toBeLessThan(to);
          expect(bounds(dayAfter(day), calendar).from).toBe(to);
          expect(bounds(dayAfter(day, -1), calendar).to).toBe(from);
          const month = monthBounds(at, calendar);
          expect(monthBounds(month.to, calendar).from).toBe(month.to);
          expect(monthBounds(month.from - 1, calendar).to).toBe(month.from);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("keep their beginning, whatever zone the account moves to", () => {
    fc.assert(
      fc.property(anyCalendar, anyZone, fc.integer({ min: 1, max: 90 }), (calendar, zone, days) => {
        const last = calendar.formerZones.at(-1)?.until ?? FROM;
        const now = last + days * 7 * HOUR;
        const changed: AccountCalendar = {
          zone,
          formerZones: [...calendar.formerZones, { until: now, data: { zone: calendar.zone } }],
        };
        for (let day = dayAfter(dayAt(now, calendar), -30); bounds(day, calendar).from < now; day = dayAfter(day))
          expect([day, iso(bounds(day, changed).from)]).toEqual([day, iso(bounds(day, calendar).from)]);
      }),
      { numRuns: 60 },
    );
  });

  test("are those of its zone before and after the change", () => {
    const until = Date.parse("2026-11-15T12:00-05:00");
    const calendar: AccountCalendar = {
      zone: "Asia/Tokyo",
      formerZones: [{ until, data: { zone: "America/New_York" } }],
    };
    expect(bounds("2026-11-14", calendar)).toEqual(bounds("2026-11-14", calendarInZone("America/New_York")));
    expect(bounds("2026-11-15", calendar)).toEqual({ from: Date.parse("2026-11-15T00:00-05:00"), to: until });
    expect(bounds("2026-11-16", calendar)).toEqual({ from: until, to: Date.parse("2026-11-17T00:00+09:00") });
    expect(bounds("2026-11-17", calendar)).toEqual(bounds("2026-11-17", calendarInZone("Asia/Tokyo")));
    expect(dayAt(until, calendar)).toBe(dayIn(until, "Asia/Tokyo"));
    expect(monthOf(until, calendar, 1)).toEqual({ first: "2026-10-01", last: "2026-10-31" });
  });
});
