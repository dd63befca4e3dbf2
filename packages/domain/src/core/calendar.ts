import { DAY, type Instant, MINUTE, SECOND } from "./time.ts";
import { sliceCode } from "./text/text.ts";

/** A calendar day such as `2026-11-30`, without a zone. */
export type Day = string;

/** A wall-clock reading written as if it were UTC: milliseconds without a zone. */
type WallClock = number;

// All arithmetic with days and months is in this file; a lint rule keeps it here. It takes zone offsets from `Intl`,
// because a calendar library would weigh more than the whole popup.
const formats = new Map<string, Intl.DateTimeFormat>();

/** A format with numeric parts in the order month, day, year, hour, minute, second. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
    format = new Intl.DateTimeFormat("en-US", { ...parts, second: "numeric", hourCycle: "h23", timeZone: zone });
    formats.set(zone, format);
  }
  return format;
}

/** The wall-clock reading of a zone at an instant. */
export function wallClockAt(at: Instant, zone: string): WallClock {
  if (zone === "UTC") return at;
  const wholeSecond = Math.floor(at / SECOND) * SECOND;
  return offsetAtSecond(wholeSecond, zone) + at;
}

/** The same few instants are converted again and again, for one number after another, and asking `Intl` is slow. */
const OFFSET_CACHE_MAX = 500;
const offsets = new Map<string, number>();

/** The UTC offset of a zone in milliseconds, at a whole second. */
function offsetAtSecond(wholeSecond: Instant, zone: string): number {
  const key = `${wholeSecond} ${zone}`;
  const cached = offsets.get(key);
  if (cached !== undefined) return cached;
  const [month, day, year, hour, minute, second] = formatOf(zone).format(wholeSecond).match(/\d+/g)!.map(Number);
  const offset = Date.UTC(year!, month! - 1, day, hour, minute, second) - wholeSecond;
  if (offsets.size >= OFFSET_CACHE_MAX) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

const offsetAt = (at: Instant, zone: string): number => wallClockAt(at, zone) - at;

/** The instants at which a zone's clocks show this: none in a skipped hour, two in a repeated one. */
function instantsOf(wallClock: WallClock, zone: string): Instant[] {
  const possibleOffsets = new Set([offsetAt(wallClock - DAY, zone), offsetAt(wallClock + DAY, zone)]);
  return [...possibleOffsets]
    .map((offset) => wallClock - offset)
    .filter((at) => wallClockAt(at, zone) === wallClock)
    .sort((a, b) => a - b);
}

/** The instant at which a zone's clocks skip this reading: the only offset change within a day of it. */
function clockJump(wallClock: WallClock, zone: string): Instant {
  let [before, after] = [wallClock - DAY, wallClock + DAY];
  const offset = offsetAt(before, zone);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, zone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * The instant at which a zone's clocks show this many minutes after a day's midnight. If there are two, the first one
 * after `now`; if the clocks skip it, the instant of the change.
 */
export function instantOn(day: Day, minutes: number, zone: string, now = -Infinity): Instant {
  const wallClock = wallClockOn(day) + minutes * MINUTE;
  const instants = instantsOf(wallClock, zone);
  return instants.find((at) => at > now) ?? instants.at(-1) ?? clockJump(wallClock, zone);
}

/** The last instant at which a zone's clocks show this; if they skip it, the instant of the change. */
export function lastInstantOn(day: Day, minutes: number, zone: string): Instant {
  const wallClock = wallClockOn(day) + minutes * MINUTE;
  return instantsOf(wallClock, zone).at(-1) ?? clockJump(wallClock, zone);
}

/** The first instant of a day in a zone: midnight, or the clock change that skips it. */
export const dayStart = (day: Day, zone: string): Instant => instantOn(day, 0, zone);

/**
 * The next instant after `now` at which a zone's clocks show a time, in minutes after midnight, or jump past it: in the
 * night in which clocks go from 2:00 to 3:00, "until 2:30" ends at 3:00, and not a day later.
 */
export function nextClockTime(minutes: number, now: Instant, zone: string): Instant {
  const clockTimeOn = (day: Day) => instantsOrJump(wallClockOn(day) + minutes * MINUTE, zone).find((at) => at > now);
  // One zone skipped a whole day, and clocks have gone back across midnight.
  for (let day = dayAfter(dayIn(now, zone), -1); ; day = dayAfter(day)) {
    const at = clockTimeOn(day);
    if (at !== undefined) return at;
  }
}

function instantsOrJump(wallClock: WallClock, zone: string): Instant[] {
  const instants = instantsOf(wallClock, zone);
  if (instants.length > 0) return instants;
  const jump = clockJump(wallClock, zone);
  // A zone that skips a whole day goes from 23:59 to 0:00: its clocks jump past no time.
  return wallClockAt(jump, zone) - wallClockAt(jump - 1, zone) < DAY ? [jump] : [];
}

/** The minutes after midnight that a zone's clocks show. */
export const minutesOfDay = (at: Instant, zone: string): number => Math.floor((wallClockAt(at, zone) % DAY) / MINUTE);

/** The day in a zone. */
export const dayIn = (at: Instant, zone: string): Day => dayOf(wallClockAt(at, zone));

/**
 * The instant of a wall-clock reading: the first if it occurs twice; if it is skipped, later by the length of the gap.
 */
function instantOf(wallClock: WallClock, zone: string): Instant {
  return instantsOf(wallClock, zone)[0] ?? wallClock - offsetAt(wallClock - DAY, zone);
}

/** The same wall-clock time a number of days later. */
export const daysAfter = (at: Instant, days: number, zone: string): Instant =>
  days === 0 ? at : instantOf(wallClockAt(at, zone) + days * DAY, zone);

/** The same day of the month and wall-clock time a number of months later; the last day of a shorter month. */
export function monthsAfter(anchor: Instant, months: number, zone: string): Instant {
  if (months === 0) return anchor;
  const wallClock = wallClockAt(anchor, zone);
  const date = new Date(wallClock);
  const day = dayInMonth(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate());
  return instantOf(wallClockOn(day) + (wallClock - wallClockOn(dayOf(wallClock))), zone);
}

/** A month start nearer than this is the nearest: two are more than twice this apart, even across zones. */
const NEAREST_MONTH_MS = 10 * DAY;

/**
 * The number of months from the anchor to the month start nearest to `at`: if the zone has changed, `at` may be off by
 * days.
 */
function monthsBetween(anchor: Instant, at: Instant, zone: string): number {
  const [anchorDate, date] = [new Date(wallClockAt(anchor, zone)), new Date(wallClockAt(at, zone))];
  const years = date.getUTCFullYear() - anchorDate.getUTCFullYear();
  const months = years * 12 + date.getUTCMonth() - anchorDate.getUTCMonth();
  const distance = (count: number) => Math.abs(monthsAfter(anchor, count, zone) - at);
  if (distance(months) < NEAREST_MONTH_MS) return months;
  return [months - 1, months, months + 1].reduce((best, count) => (distance(count) < distance(best) ? count : best));
}

/** The end of the month that starts at `start`. Months are counted from the anchor, so each has its own number. */
export const monthEnd = (anchor: Instant, start: Instant, zone: string): Instant =>
  monthsAfter(anchor, monthsBetween(anchor, start, zone) + 1, zone);

/** The start of the month that ends at `end`. */
export const monthStart = (anchor: Instant, end: Instant, zone: string): Instant =>
  monthsAfter(anchor, monthsBetween(anchor, end, zone) - 1, zone);

/** The first month start after `now`, counted from the anchor. */
export function nextMonthStart(anchor: Instant, now: Instant, zone: string): Instant {
  const months = monthsBetween(anchor, now, zone);
  const nearest = monthsAfter(anchor, months, zone);
  return nearest > now ? nearest : monthsAfter(anchor, months + 1, zone);
}

/** The end of a calendar month in a zone. `month`: 1 to 12, which is the next month for `dayInMonth`. */
export const endOfMonth = (year: number, month: number, zone: string): Instant =>
  dayStart(dayInMonth(year, month, 1), zone);

// Days without a zone are computed in UTC, where all of them have 24 hours.
const wallClockOn = (day: Day): WallClock => Date.parse(`${day}T00:00Z`);
const dayOf = (wallClock: WallClock): Day => sliceCode(new Date(wallClock).toISOString(), 0, 10);

/** Whether the text is an existing day: the 30th of February isn't. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(wallClockOn(text)) && dayOf(wallClockOn(text)) === text;

/** The day a number of days later. */
export const dayAfter = (day: Day, days = 1): Day => dayOf(wallClockOn(day) + days * DAY);

/** The number of days from one to the other. */
export const daysBetween = (from: Day, to: Day): number => (wallClockOn(to) - wallClockOn(from)) / DAY;

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: Day): number => new Date(wallClockOn(day)).getUTCDay() || 7;

/** The `date`th of a month, or its last day if it is shorter. `month` counts from 0 and may run beyond the year. */
function dayInMonth(year: number, month: number, date: number): Day {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month, Math.min(date, last)));
}

/** The `date`th of the month a number of months after a day's, or its last day if it is shorter. */
export function dateInMonth(day: Day, months: number, date: number): Day {
  const start = new Date(wallClockOn(day));
  return dayInMonth(start.getUTCFullYear(), start.getUTCMonth() + months, date);
}
