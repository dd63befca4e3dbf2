import { DAY, type Instant, MINUTE, SECOND } from "./time.ts";
import { sliceCode } from "./text/text.ts";

/** A day as people name it, `2026-11-30`; by itself it lies in no zone. */
export type Day = string;

/** What a clock shows, written as if it were UTC: milliseconds without a zone. */
type WallClock = number;

// All arithmetic of days and months is done in this file, and a lint rule keeps it here. It asks `Intl` what the clocks
// of a zone show: a calendar library would weigh more than the popup.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
    format = new Intl.DateTimeFormat("en-US", { ...parts, second: "numeric", hourCycle: "h23", timeZone: zone });
    formats.set(zone, format);
  }
  return format;
}

/** What the clocks of a zone show at an instant. */
export function wallClockAt(at: Instant, zone: string): WallClock {
  if (zone === "UTC") return at;
  const whole = Math.floor(at / SECOND) * SECOND;
  return offsetAtSecond(whole, zone) + at;
}

/** The same few instants are asked for again and again, number by number; asking `Intl` takes the longest of it. */
const OFFSET_CACHE_MAX = 500;
const offsets = new Map<string, number>();

/** By how much the clocks of a zone are ahead of UTC at a whole second. */
function offsetAtSecond(whole: Instant, zone: string): number {
  const key = `${whole} ${zone}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const [month, day, year, hour, minute, second] = formatOf(zone).format(whole).match(/\d+/g)!.map(Number);
  const offset = Date.UTC(year!, month! - 1, day, hour, minute, second) - whole;
  if (offsets.size >= OFFSET_CACHE_MAX) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

const offsetAt = (at: Instant, zone: string): number => wallClockAt(at, zone) - at;

/** The instants at which the clocks of a zone show this: none in an hour that is skipped, two in one that comes twice. */
function instantsOf(shown: WallClock, zone: string): Instant[] {
  const offsets = new Set([offsetAt(shown - DAY, zone), offsetAt(shown + DAY, zone)]);
  return [...offsets]
    .map((offset) => shown - offset)
    .filter((at) => wallClockAt(at, zone) === shown)
    .sort((a, b) => a - b);
}

/** The instant at which the clocks of a zone jump over what they would show. */
function clockJump(shown: WallClock, zone: string): Instant {
  let [before, after] = [shown - DAY, shown + DAY];
  const offset = offsetAt(before, zone);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, zone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * The instant at which the clocks of a zone show a day and so many minutes after its midnight. Of two it is the first that
 * lies ahead of `now`; where the clocks jump over the time, it is the instant at which they do.
 */
export function instantOn(day: Day, minutes: number, zone: string, now = -Infinity): Instant {
  const shown = wallClockOn(day) + minutes * MINUTE;
  const found = instantsOf(shown, zone);
  return found.find((at) => at > now) ?? found.at(-1) ?? clockJump(shown, zone);
}

/** The last instant at which the clocks of a zone show it; where they jump over it, the instant at which they do. */
export function lastInstantOn(day: Day, minutes: number, zone: string): Instant {
  const shown = wallClockOn(day) + minutes * MINUTE;
  return instantsOf(shown, zone).at(-1) ?? clockJump(shown, zone);
}

/** The first instant of a day in a zone, at midnight or where the clocks jump over that. */
export const dayStart = (day: Day, zone: string): Instant => instantOn(day, 0, zone);

/** The next instant after `now` at which the clocks of a zone show a time, in minutes after midnight. */
export function nextClockTime(minutes: number, now: Instant, zone: string): Instant {
  const showing = (day: Day) => instantsOf(wallClockOn(day) + minutes * MINUTE, zone).find((at) => at > now);
  // A day may skip the time, one zone has skipped a whole day, and clocks have gone back from midnight to the day before.
  for (let day = dayAfter(dayIn(now, zone), -1); ; day = dayAfter(day)) {
    const at = showing(day);
    if (at !== undefined) return at;
  }
}

/** Which day it is in a zone. */
export const dayIn = (at: Instant, zone: string): Day => dayOf(wallClockAt(at, zone));

/**
 * When the clocks of a zone show a day and a time (milliseconds after midnight): the first time where they show it twice,
 * as much later as they jump where they skip it.
 */
function instantOf(shown: WallClock, zone: string): Instant {
  return instantsOf(shown, zone)[0] ?? shown - offsetAt(shown - DAY, zone);
}

/** The same time so many days later, by the clocks of a zone. */
export const daysAfter = (at: Instant, days: number, zone: string): Instant =>
  days === 0 ? at : instantOf(wallClockAt(at, zone) + days * DAY, zone);

/** The same day and time so many months later, by the clocks of a zone; a day that the month has not is its last one. */
export function monthsAfter(anchor: Instant, months: number, zone: string): Instant {
  if (months === 0) return anchor;
  const shown = wallClockAt(anchor, zone);
  const date = new Date(shown);
  const day = dayInMonth(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate());
  return instantOf(wallClockOn(day) + (shown - wallClockOn(dayOf(shown))), zone);
}

/** No two beginnings of months are nearer to each other than twice this, whatever zone they were counted in. */
const NEAREST_MONTH_MS = 10 * DAY;

/** How many months after the anchor the one begins that begins nearest to `at`: a zone that was another one then moves it by days. */
function monthsBetween(anchor: Instant, at: Instant, zone: string): number {
  const [from, to] = [new Date(wallClockAt(anchor, zone)), new Date(wallClockAt(at, zone))];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const distance = (count: number) => Math.abs(monthsAfter(anchor, count, zone) - at);
  if (distance(months) < NEAREST_MONTH_MS) return months;
  return [months - 1, months, months + 1].reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

/** The end of the month that begins at `begun`, one of those that are counted from the anchor: each has its number, and none comes twice. */
export const monthEnd = (anchor: Instant, begun: Instant, zone: string): Instant =>
  monthsAfter(anchor, monthsBetween(anchor, begun, zone) + 1, zone);

/** The beginning of the month that ends at `end`. */
export const monthStart = (anchor: Instant, end: Instant, zone: string): Instant =>
  monthsAfter(anchor, monthsBetween(anchor, end, zone) - 1, zone);

/** The first instant after `now` at which a month begins that is counted from the anchor. */
export function nextMonthStart(anchor: Instant, now: Instant, zone: string): Instant {
  const months = monthsBetween(anchor, now, zone);
  const nearest = monthsAfter(anchor, months, zone);
  return nearest > now ? nearest : monthsAfter(anchor, months + 1, zone);
}

/** The first instant after the last day of a month of the calendar, in a zone. `month`: 1 to 12. */
export const endOfMonth = (year: number, month: number, zone: string): Instant =>
  dayStart(dayInMonth(year, month, 1), zone);

// Days by themselves, without a zone: they are counted in UTC, where none is longer than another.
const wallClockOn = (day: Day): WallClock => Date.parse(`${day}T00:00Z`);
const dayOf = (shown: WallClock): Day => sliceCode(new Date(shown).toISOString(), 0, 10);

/** A day that the calendar has: the 30th of February is none. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(wallClockOn(text)) && dayOf(wallClockOn(text)) === text;

/** The day so many days later. */
export const dayAfter = (day: Day, days = 1): Day => dayOf(wallClockOn(day) + days * DAY);

/** How many days lie between two. */
export const daysBetween = (from: Day, to: Day): number => (wallClockOn(to) - wallClockOn(from)) / DAY;

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: Day): number => new Date(wallClockOn(day)).getUTCDay() || 7;

/** The `date`th of a month, or its last day where it has fewer. `month` counts from 0 and may lie in another year. */
function dayInMonth(year: number, month: number, date: number): Day {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month, Math.min(date, last)));
}

/** The `date`th of the month so many months after that of a day; its last day where it has fewer. */
export function dateInMonth(day: Day, months: number, date: number): Day {
  const of = new Date(wallClockOn(day));
  return dayInMonth(of.getUTCFullYear(), of.getUTCMonth() + months, date);
}
