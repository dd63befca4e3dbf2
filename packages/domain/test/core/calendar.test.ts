import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  dateInMonth,
  dayAfter,
  dayIn,
  dayStart,
  daysAfter,
  daysBetween,
  endOfMonth,
  instantOn,
  isDay,
  lastInstantOn,
  monthEnd,
  monthsAfter,
  monthStart,
  nextMonthStart,
  nextClockTime,
  weekdayOf,
} from "../../src/core/calendar.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { type ClockChange, clockChanges, minuteTable } from "../support/clockChanges.ts";

/** Half and quarter hours, repeated hours at midnight, a day of 23.5 hours, the first and the last zone. */
const ZONES = [
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Havana",
  "America/Santiago",
  "Atlantic/Azores",
  "America/New_York",
  "America/Los_Angeles",
  "UTC",
  "Pacific/Kiritimati",
  "Africa/Cairo",
  "America/Nuuk",
  "Europe/Berlin",
];
const zoned = (at: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
const anyInstant = fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2040, 0, 1) });
const anyZone = fc.constantFrom(...ZONES);
const iso = (at: number) => new Date(at).toISOString();

describe("days and months in a zone match those of a calendar library", () => {
  test("any number of months after any instant", () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -60, max: 60 }), anyZone, (at, months, zone) => {
        const expected = months === 0 ? at : zoned(at, zone).add({ months }).epochMilliseconds;
        expect(monthsAfter(at, months, zone)).toBe(expected);
        expect(daysAfter(at, months, zone)).toBe(
          months === 0 ? at : zoned(at, zone).add({ days: months }).epochMilliseconds,
        );
      }),
      { numRuns: 300 },
    );
  });

  test("around each clock change: the days, where they begin, and months that end in them", () => {
    for (const { zone, at } of clockChanges())
      for (const days of [-1, 0, 1]) {
        const date = zoned(at, zone).toPlainDate().add({ days });
        const starts = date.toZonedDateTime({ timeZone: zone }).epochMilliseconds;
        expect([zone, iso(dayStart(date.toString(), zone))]).toEqual([zone, iso(starts)]);
        expect(dayIn(starts, zone)).toBe(date.toString());
        expect(dayIn(starts - 1, zone)).toBe(date.subtract({ days: 1 }).toString());
        for (const minutes of [-60, -1, 0, 30, 59]) {
          const anchor = zoned(at + minutes * MINUTE, zone).subtract({ months: 5 });
          const expected = anchor.add({ months: 5 }).epochMilliseconds;
          expect(monthsAfter(anchor.epochMilliseconds, 5, zone)).toBe(expected);
        }
      }
  });

  test("days without a zone: their months, weekdays and distances", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -500, max: 500 }), (days, more) => {
        const date = Temporal.PlainDate.from("1980-01-01").add({ days });
        const text = date.toString();
        expect(dayAfter(text, more)).toBe(date.add({ days: more }).toString());
        expect(daysBetween(text, dayAfter(text, more))).toBe(more);
        expect(weekdayOf(text)).toBe(date.dayOfWeek);
        const first = date.with({ day: 1 }).add({ months: more });
        expect(dateInMonth(text, more, 31)).toBe(first.with({ day: first.daysInMonth }).toString());
        expect(dateInMonth(text, more, 15)).toBe(first.with({ day: 15 }).toString());
      }),
    );
  });
});

test("a day that a zone skipped has no length, and the next one begins where it would have begun", () => {
  expect(dayStart("2011-12-30", "Pacific/Apia")).toBe(dayStart("2011-12-31", "Pacific/Apia"));
  expect(iso(dayStart("2011-12-31", "Pacific/Apia"))).toBe("2011-12-30T10:00:00.000Z");
});

test.each([
  ["2026-02-28", true],
  ["2026-02-29", false],
  ["2028-02-29", true],
  ["2026-13-01", false],
  ["2026-1-01", false],
  ["", false],
])("%j is a day: %s", (text, is) => expect(isDay(text)).toBe(is));

describe("months counted from an anchor", () => {
  test("follow each other without a gap, keep the anchor's day if the month has it, and each have one number", () => {
    fc.assert(
      fc.property(anyInstant, fc.nat(120), anyZone, (anchor, months, zone) => {
        const begun = monthsAfter(anchor, months, zone);
        const end = monthEnd(anchor, begun, zone);
        expect(end).toBe(monthsAfter(anchor, months + 1, zone));
        expect(monthStart(anchor, end, zone)).toBe(begun);
        expect(nextMonthStart(anchor, begun, zone)).toBe(end);
        expect(nextMonthStart(anchor, begun - 1, zone)).toBe(begun);
        const [from, date] = [zoned(anchor, zone), zoned(end, zone)];
        // If the day begins later than the anchor's time, a skipped hour may move the end to the next day.
        if (date.hour === from.hour) expect(date.day).toBe(Math.min(from.day, date.daysInMonth));
      }),
      { numRuns: 200 },
    );
  });

  test("keep their numbers when the account changes its zone: none is charged twice, none is left out", () => {
    fc.assert(
      fc.property(anyInstant, fc.array(anyZone, { minLength: 1, maxLength: 24 }), (anchor, zones) => {
        let end = anchor;
        for (const [index, zone] of zones.entries()) {
          const next = monthEnd(anchor, end, zone);
          expect(next).toBe(monthsAfter(anchor, index + 1, zone));
          expect(next - end).toBeGreaterThan(20 * DAY);
          end = next;
        }
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  [2026, 11, "America/Los_Angeles", "2026-12-01T08:00:00.000Z"],
  [2026, 12, "Pacific/Kiritimati", "2026-12-31T10:00:00.000Z"],
  [2028, 2, "Asia/Kolkata", "2028-02-29T18:30:00.000Z"],
])("the last instant of %i-%i in %s is before %s", (year, month, zone, end) => {
  expect(iso(endOfMonth(year, month, zone))).toBe(end);
});

/** Whether clocks that change are put forward past this minute of the day. */
const jumpsPast = ({ at, before, behind }: ClockChange, shown: number): boolean => {
  const ahead = (shown * MINUTE - ((at + before) % DAY) + DAY) % DAY;
  return ahead < behind - before;
};

describe("until a time of day", () => {
  test("is the first minute after now at which clocks show it or jump past it, around every clock change", () => {
    for (const change of clockChanges()) {
      const { zone, at } = change;
      const table = minuteTable(change, 80 * HOUR);
      for (const hours of [-25, -24.5, -2, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 2])
        for (const shown of [0, 15, 30, 60, 90, 105, 120, 135, 150, 180, 1380, 1410, 1439]) {
          const now = at + hours * HOUR + 1;
          const showing = table.get(shown)!.find((one) => one > now)!;
          const expected = at > now && at < showing && jumpsPast(change, shown) ? at : showing;
          const found = nextClockTime(shown, now, zone);
          expect([zone, iso(now), shown, iso(found)]).toEqual([zone, iso(now), shown, iso(expected)]);
        }
    }
  });

  test("on a day is the first one ahead, the last one if none is ahead, and the clock change if it is skipped", () => {
    for (const change of clockChanges()) {
      const { zone, at, before, behind } = change;
      const table = minuteTable(change, 50 * HOUR);
      const day = dayIn(at, zone);
      const dayOf = (one: number) => iso(one + (one < at ? before : behind)).slice(0, 10);
      for (let shown = 0; shown < 1440; shown += 45) {
        const of = table.get(shown)!.filter((one) => dayOf(one) === day);
        for (const now of [-Infinity, at - 30 * MINUTE, at + 10 * MINUTE]) {
          const expected = of.find((one) => one > now) ?? of.at(-1) ?? at;
          expect([zone, shown, iso(instantOn(day, shown, zone, now))]).toEqual([zone, shown, iso(expected)]);
        }
        expect(lastInstantOn(day, shown, zone)).toBe(of.at(-1) ?? at);
      }
    }
  });

  test("in a repeated hour is the first before it, the second inside it, the next day's after it", () => {
    const zone = "America/New_York";
    const at = (text: string) => Date.parse(text);
    expect(nextClockTime(90, at("2026-10-31T23:00-04:00"), zone)).toBe(at("2026-11-01T01:30-04:00"));
    expect(nextClockTime(90, at("2026-11-01T01:30-04:00"), zone)).toBe(at("2026-11-01T01:30-05:00"));
    expect(nextClockTime(90, at("2026-11-01T01:30-05:00"), zone)).toBe(at("2026-11-02T01:30-05:00"));
    expect(nextClockTime(90, at("2026-11-01T01:40-04:00"), zone)).toBe(at("2026-11-01T01:40-04:00") + 50 * MINUTE);
  });

  test("that a night skips is the instant of the clock change; before and after it, the next day's", () => {
    const zone = "America/New_York";
    const at = (text: string) => Date.parse(text);
    const change = at("2026-03-08T03:00-04:00");
    for (const now of ["2026-03-08T01:45-05:00", "2026-03-08T01:59-05:00", "2026-03-07T02:30-05:00"])
      expect(nextClockTime(150, at(now), zone)).toBe(change);
    expect(nextClockTime(150, at("2026-03-07T02:29-05:00"), zone)).toBe(at("2026-03-07T02:30-05:00"));
    expect(nextClockTime(150, change, zone)).toBe(at("2026-03-09T02:30-04:00"));
    expect(nextClockTime(180, at("2026-03-08T01:45-05:00"), zone)).toBe(change);
    // A zone that skipped a whole day jumped past no time of day.
    expect(nextClockTime(600, at("2011-12-29T11:00-10:00"), "Pacific/Apia")).toBe(at("2011-12-31T10:00+14:00"));
  });
});
