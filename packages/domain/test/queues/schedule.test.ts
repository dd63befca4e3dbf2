import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { en } from "../../src/core/messages/en.ts";
import { render } from "../../src/core/message.ts";
import type { Hours, Schedule } from "../../src/queues/schema.ts";
import { openingStateAt } from "../../src/queues/schedule.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../../src/core/time.ts";

let ids = 0;
const hours = (day: number, from: number, to: number): Hours => ({
  id: `h${(ids += 1)}`,
  day,
  from: from * 60,
  to: to * 60,
});
const schedule = (list: Hours[], ...holidays: string[]): Schedule => ({
  hours: list,
  holidays: holidays.map((date) => ({ id: date, date, name: "Spring Day" })),
});
const WEEK = [1, 2, 3, 4, 5, 6, 7];
const OFFICE = [1, 2, 3, 4, 5].map((day) => hours(day, 9, 17));
const ALWAYS = WEEK.map((day) => hours(day, 0, 24));
const at = (text: string): Instant => Date.parse(text);
const iso = (instant: Instant | null) => instant && new Date(instant).toISOString().replace(":00.000Z", "Z");
const openingText = (list: Schedule | null, zone: string, now: Instant) =>
  render(en, openingStateAt(list, zone, now).why, { zone, language: "en-GB" });

describe("hours by weekday in the account's zone", () => {
  /** 17 March 2026 is a Tuesday. New York is four hours behind UTC then, Berlin one ahead. */
  test.each([
    ["2026-03-17T12:59Z", "America/New_York", false, "2026-03-17T13:00Z"],
    ["2026-03-17T13:00Z", "America/New_York", true, "2026-03-17T21:00Z"],
    ["2026-03-17T20:59Z", "America/New_York", true, "2026-03-17T21:00Z"],
    ["2026-03-17T21:00Z", "America/New_York", false, "2026-03-18T13:00Z"],
    ["2026-03-17T13:00Z", "Europe/Berlin", true, "2026-03-17T16:00Z"],
    ["2026-03-20T16:00Z", "Europe/Berlin", false, "2026-03-23T08:00Z"],
    ["2026-03-22T03:00Z", "Pacific/Auckland", false, "2026-03-22T20:00Z"],
  ])("at %s in %s: open %s until %s", (now, zone, open, until) => {
    const found = openingStateAt(schedule(OFFICE), zone, at(now));
    expect([found.isOpen, iso(found.changesAt)]).toEqual([open, until]);
  });

  test("no schedule, and hours around the clock, are open without an end", () => {
    expect(openingStateAt(null, "Europe/Berlin", at("2026-03-17T12:00Z"))).toMatchObject({
      isOpen: true,
      changesAt: null,
    });
    expect(openingStateAt(schedule(ALWAYS), "Europe/Berlin", at("2026-03-17T12:00Z"))).toMatchObject({
      isOpen: true,
      changesAt: null,
    });
  });

  test("hours to midnight and from midnight are one span over the night", () => {
    const night = schedule([hours(2, 20, 24), hours(3, 0, 4)]);
    const found = openingStateAt(night, "Europe/Berlin", at("2026-03-17T20:00Z"));
    expect([found.isOpen, iso(found.changesAt)]).toEqual([true, "2026-03-18T03:00Z"]);
  });

  test("without any hours it never opens", () => {
    expect(openingStateAt(schedule([]), "UTC", at("2026-03-17T12:00Z"))).toMatchObject({
      isOpen: false,
      changesAt: null,
    });
  });
});

describe("clocks go forward", () => {
  /** Berlin, Sunday 29 March 2026: 02:00 becomes 03:00, which is 01:00 in UTC. */
  test.each([
    [
      "begins in the hour that is not there: opens when the clock jumps",
      hours(7, 2.5, 5),
      "2026-03-29T01:00Z",
      "2026-03-29T03:00Z",
    ],
    ["ends in it: closes when the clock jumps", hours(7, 1, 2.5), "2026-03-29T00:00Z", "2026-03-29T01:00Z"],
    ["spans it: is an hour shorter", hours(7, 1, 4), "2026-03-29T00:00Z", "2026-03-29T02:00Z"],
    ["from midnight to midnight: is 23 hours long", hours(7, 0, 24), "2026-03-28T23:00Z", "2026-03-29T22:00Z"],
  ])("%s", (_title, list, from, to) => {
    const before = openingStateAt(schedule([list]), "Europe/Berlin", at("2026-03-28T12:00Z"));
    expect([before.isOpen, iso(before.changesAt)]).toEqual([false, from]);
    const begun = openingStateAt(schedule([list]), "Europe/Berlin", at(from));
    expect([begun.isOpen, iso(begun.changesAt)]).toEqual([true, to]);
  });

  test("skipped hours are missing on that day, but there a week later", () => {
    const found = openingStateAt(schedule([hours(7, 2.25, 2.75)]), "Europe/Berlin", at("2026-03-28T12:00Z"));
    expect([found.isOpen, iso(found.changesAt)]).toEqual([false, "2026-04-05T00:15Z"]);
  });

  test("a day that begins at 01:00 because midnight is skipped opens then", () => {
    // Cairo, Friday 24 April 2026: 00:00 becomes 01:00.
    const found = openingStateAt(schedule([hours(5, 0, 9)]), "Africa/Cairo", at("2026-04-23T12:00Z"));
    expect(iso(found.changesAt)).toBe("2026-04-23T22:00Z");
  });
});

describe("clocks go back", () => {
  /** Berlin, Sunday 25 October 2026: 03:00 becomes 02:00, which is 01:00 in UTC. New York: 1 November, 06:00 in UTC. */
  test.each([
    [
      "begins in the hour that comes twice: opens the first time",
      "Europe/Berlin",
      hours(7, 2.5, 5),
      "2026-10-25T00:30Z",
      "2026-10-25T04:00Z",
    ],
    ["ends in it: closes the second time", "Europe/Berlin", hours(7, 1, 2.5), "2026-10-24T23:00Z", "2026-10-25T01:30Z"],
    [
      "lies in it: is open from the first beginning to the second end",
      "Europe/Berlin",
      hours(7, 2.25, 2.5),
      "2026-10-25T00:15Z",
      "2026-10-25T01:30Z",
    ],
    [
      "from midnight to midnight: is 25 hours long",
      "Europe/Berlin",
      hours(7, 0, 24),
      "2026-10-24T22:00Z",
      "2026-10-25T23:00Z",
    ],
    ["in New York, the same", "America/New_York", hours(7, 1, 9), "2026-11-01T05:00Z", "2026-11-01T14:00Z"],
    ["by half an hour on Lord Howe", "Australia/Lord_Howe", hours(7, 1, 4), "2026-04-04T14:00Z", "2026-04-04T17:30Z"],
  ])("%s", (_title, zone, list, from, to) => {
    const before = openingStateAt(schedule([list]), zone, at(from) - MINUTE);
    expect([before.isOpen, iso(before.changesAt)]).toEqual([false, from]);
    const begun = openingStateAt(schedule([list]), zone, at(from));
    expect([begun.isOpen, iso(begun.changesAt)]).toEqual([true, to]);
  });
});

describe("holidays", () => {
  test("a holiday is closed from midnight to midnight, and named", () => {
    const list = schedule(OFFICE, "2026-03-18");
    const zone = "America/New_York";
    expect(iso(openingStateAt(list, zone, at("2026-03-17T21:00Z")).changesAt)).toBe("2026-03-19T13:00Z");
    expect(openingText(list, zone, at("2026-03-18T15:00Z"))).toBe("Closed for Spring Day until 19 Mar 2026, 09:00");
  });

  test("around the clock, the next holiday is the end, however far ahead", () => {
    const found = openingStateAt(schedule(ALWAYS, "2027-12-25"), "Europe/Berlin", at("2026-03-17T12:00Z"));
    expect([found.isOpen, iso(found.changesAt)]).toEqual([true, "2027-12-24T23:00Z"]);
  });

  test("a past holiday changes nothing", () => {
    const found = openingStateAt(schedule(ALWAYS, "2026-03-16"), "Europe/Berlin", at("2026-03-17T12:00Z"));
    expect(found).toMatchObject({ isOpen: true, changesAt: null });
  });

  test("around the clock, it opens after the last of several in a row", () => {
    const list = schedule(ALWAYS, "2026-03-18", "2026-03-17", "2026-03-20");
    const found = openingStateAt(list, "Europe/Berlin", at("2026-03-17T12:00Z"));
    expect([found.isOpen, iso(found.changesAt)]).toEqual([false, "2026-03-18T23:00Z"]);
    expect(iso(openingStateAt(list, "Europe/Berlin", found.changesAt!).changesAt)).toBe("2026-03-19T23:00Z");
  });

  test("hours whose days are all holidays open after the last of them", () => {
    const mondays = Array.from({ length: 200 }, (_, week) => new Date(at("2026-03-23T00:00Z") + week * 7 * DAY));
    const list = schedule([hours(1, 9, 17)], ...mondays.map((day) => day.toISOString().slice(0, 10)));
    expect(iso(openingStateAt(list, "UTC", at("2026-03-17T12:00Z")).changesAt)).toBe("2030-01-21T09:00Z");
  });
});

test.each([
  ["2026-03-17T12:00Z", "Closed until 09:00"],
  ["2026-03-17T14:00Z", "Open until 17:00"],
  ["2026-03-20T22:00Z", "Closed until 23 Mar 2026, 09:00"],
])("at %s it says %j", (now, text) => {
  expect(openingText(schedule(OFFICE), "America/New_York", at(now))).toBe(text);
});

test("the explanation for constant hours, and for none", () => {
  expect(openingText(null, "UTC", 0)).toBe("Always open");
  expect(openingText(schedule([]), "UTC", 0)).toBe("Closed: no upcoming opening hours");
});

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Africa/Cairo",
  "America/Santiago",
  "Australia/Lord_Howe",
];
const someHours = fc
  .record({
    day: fc.integer({ min: 1, max: 7 }),
    from: fc.integer({ min: 0, max: 95 }),
    long: fc.integer({ min: 1, max: 96 }),
  })
  .map(({ day, from, long }) => hours(day, from / 4, Math.min(24, (from + long) / 4)));
const dayOf = (offset: number) => new Date(at("2026-01-01T00:00Z") + offset * DAY).toISOString().slice(0, 10);
const someSchedule = fc
  .record({
    list: fc.array(someHours, { maxLength: 6 }),
    days: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 20 }),
  })
  .map(({ list, days }) => schedule(list, ...days.map(dayOf)));
const someNow = fc.integer({ min: 0, max: 370 * 24 * 12 }).map((step) => at("2026-01-01T00:00Z") + step * 5 * MINUTE);

const localDay = (zone: string, now: Instant) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);

describe("for any schedule", () => {
  test("it is never open on a holiday", () => {
    fc.assert(
      fc.property(someSchedule, fc.constantFrom(...ZONES), someNow, (list, zone, now) => {
        const today = localDay(zone, now);
        const closed = { ...list, holidays: [...list.holidays, { id: "x", date: today, name: "Today" }] };
        expect(openingStateAt(closed, zone, now).isOpen).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("it keeps its state until the next change, and has the opposite afterwards", () => {
    fc.assert(
      fc.property(
        someSchedule,
        fc.constantFrom(...ZONES),
        someNow,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, zone, now, part) => {
          const { isOpen, changesAt } = openingStateAt(list, zone, now);
          const end = changesAt ?? now + 20 * DAY;
          expect(end).toBeGreaterThan(now);
          if (changesAt !== null) {
            expect(openingStateAt(list, zone, changesAt).isOpen).toBe(!isOpen);
            expect(openingStateAt(list, zone, changesAt - 1)).toMatchObject({ isOpen, changesAt });
          }
          expect(openingStateAt(list, zone, Math.floor(now + part * (end - 1 - now))).isOpen).toBe(isOpen);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("away from clock changes it follows the clock on the wall", () => {
    fc.assert(
      fc.property(someSchedule, fc.constantFrom("UTC", "Asia/Kolkata"), someNow, (list, zone, now) => {
        const local = new Date(now + (zone === "UTC" ? 0 : 5.5 * HOUR));
        const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
        const holiday = list.holidays.some(({ date }) => date === local.toISOString().slice(0, 10));
        const day = local.getUTCDay() || 7;
        const naive = !holiday && list.hours.some((one) => one.day === day && one.from <= minute && minute < one.to);
        expect(openingStateAt(list, zone, now).isOpen).toBe(naive);
      }),
      { numRuns: 500 },
    );
  });
});
