import { describe, expect, test } from "vitest";
import { dayStart, instantOn, lastInstantOn, nextClockTime } from "../../src/core/calendar.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";

/**
 * Zones and years with rare clock changes: half hours, two hours, across midnight, a full day, twice in a month,
 * permanent.
 */
const YEARS: [zone: string, ...years: number[]][] = [
  ["Australia/Lord_Howe", 2026, 2031],
  ["Pacific/Apia", 2011, 2021],
  ["Pacific/Kwajalein", 1993],
  ["Pacific/Kiritimati", 1994],
  ["Antarctica/Troll", 2026, 2027],
  ["America/Havana", 2026, 2030],
  ["America/Santiago", 2022, 2026],
  ["America/Asuncion", 2023],
  ["Atlantic/Azores", 2026, 2029],
  ["America/Nuuk", 2023, 2026],
  ["America/Scoresbysund", 2024],
  ["America/St_Johns", 1988, 2010, 2026],
  ["America/Goose_Bay", 2009],
  ["Africa/Cairo", 2014, 2026],
  ["Africa/Casablanca", 2026],
  ["Asia/Gaza", 2026],
  ["Asia/Beirut", 2026],
  ["Asia/Pyongyang", 2015, 2018],
  ["America/Caracas", 2016],
  ["Antarctica/Casey", 2020],
  ["Antarctica/Vostok", 2023],
  ["Europe/Moscow", 2014],
  ["Pacific/Chatham", 2026],
  ["Europe/London", 2028],
  ["America/New_York", 2027],
];

interface WallClock {
  day: string;
  minutes: number;
}

function clockOf(zone: string): (at: number) => WallClock {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return (at) => {
    const [day = "", time = ""] = format.format(at).split(" ");
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return { day, minutes: hours * 60 + minutes };
  };
}

const counted = ({ day, minutes }: WallClock): number => Date.parse(`${day}T00:00Z`) + minutes * MINUTE;

interface Minute extends WallClock {
  at: number;
}

/** The clock reading of each minute in five days around every change: read, not computed. */
function scans(zone: string, year: number): Minute[][] {
  const clock = clockOf(zone);
  const apart = (at: number) => counted(clock(at)) - at;
  const found: Minute[][] = [];
  const end = Date.UTC(year + 1, 0, 3);
  for (let at = Date.UTC(year - 1, 11, 30), before = apart(at); at < end; at += HOUR) {
    const now = apart(at);
    if (now !== before)
      found.push(
        Array.from({ length: (5 * DAY) / MINUTE }, (_, minute) => {
          const then = at - 2 * DAY + minute * MINUTE;
          return { at: then, ...clock(then) };
        }),
      );
    before = now;
  }
  return found;
}

const all = YEARS.flatMap(([zone, ...years]) =>
  years.flatMap((year) => scans(zone, year).map((minutes) => ({ zone, year, minutes }))),
);
const iso = (at: number) => new Date(at).toISOString();

/** Whether clocks jump past this minute of the day between two minutes; a whole day is no jump. */
function skips(last: Minute | undefined, next: Minute, shown: number): boolean {
  const gap = last ? (counted(next) - counted(last)) / MINUTE - 1 : 0;
  return last !== undefined && gap < 1440 && (shown - last.minutes - 1 + 1440) % 1440 < gap;
}

/** The same random choices in each run, independent of other tests. */
function draws(seed: number): (subAccounts: number) => number {
  let state = seed;
  return (subAccounts) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * subAccounts);
  };
}

test("clocks change at least once in each of these years", () => {
  for (const [zone, ...years] of YEARS)
    for (const year of years)
      expect([zone, year, all.some((one) => one.zone === zone && one.year === year)]).toEqual([zone, year, true]);
});

describe("compared with reading the clock minute by minute", () => {
  test("until a time is the next instant at which clocks show it or jump past it: never in the past, never a day late", () => {
    const invalid: unknown[] = [];
    for (const [index, { zone, minutes: table }] of all.entries()) {
      const draw = draws(index + 1);
      const change = table.findIndex((one, at) => at > 0 && counted(one) !== counted(table[at - 1]!) + MINUTE);
      for (let turn = 0; turn < 80; turn += 1) {
        // Half of them within minutes of the change, the others within a day, at any second.
        const from = turn % 4 < 2 ? change - 4 + draw(8) : change - 1440 + draw(2880);
        const now = table[from]!.at + draw(MINUTE);
        const shown = turn % 2 === 0 ? draw(1440) : table[2880 - 200 + draw(400)]!.minutes;
        const ahead = table.slice(from, from + 4320);
        const expected = ahead.find(
          (one, at) => one.at > now && (one.minutes === shown || skips(ahead[at - 1], one, shown)),
        )!.at;
        const found = nextClockTime(shown, now, zone);
        if (found !== expected) invalid.push([zone, iso(now), shown, iso(expected), iso(found)]);
      }
    }
    expect(invalid).toEqual([]);
  });

  test("a day begins at its first instant; if midnight is skipped, at the clock change", () => {
    const invalid: unknown[] = [];
    for (const { zone, minutes: table } of all) {
      const first = Date.parse(`${table[0]!.day}T00:00Z`);
      for (let days = 1; days <= 4; days += 1) {
        const day = iso(first + days * DAY).slice(0, 10);
        const expected = table.find((one) => one.day === day) ?? table.find((one) => one.day > day);
        if (!expected) continue;
        const found = dayStart(day, zone);
        if (found !== expected.at) invalid.push([zone, day, iso(expected.at), iso(found)]);
      }
    }
    expect(invalid).toEqual([]);
  });

  test("a time of a day is the first or last instant at which clocks show it; if it is skipped, the clock change", () => {
    const invalid: unknown[] = [];
    for (const [index, { zone, minutes: table }] of all.entries()) {
      const draw = draws(index + 101);
      for (let turn = 0; turn < 20; turn += 1) {
        const { day } = table[1500 + draw(2700)]!;
        const shown = draw(1440);
        const of = table.filter((one) => one.day === day && one.minutes === shown);
        const jump = table.find((one) => one.day > day || (one.day === day && one.minutes > shown))!;
        const expected = [of[0] ?? jump, of.at(-1) ?? jump].map(({ at }) => iso(at));
        const found = [instantOn(day, shown, zone), lastInstantOn(day, shown, zone)].map(iso);
        if (found.join() !== expected.join()) invalid.push([zone, day, shown, expected, found]);
      }
    }
    expect(invalid).toEqual([]);
  });
});
