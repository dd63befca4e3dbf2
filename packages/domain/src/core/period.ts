import { type Day, dateInMonth, dayAfter, dayIn, daysBetween, dayStart, isDay } from "./calendar.ts";
import { fail } from "./failure.ts";
import { type FormerValue, valueAt } from "./formerValue.ts";
import { sliceCode } from "./text/text.ts";
import type { Instant } from "./time.ts";

/** An account's calendar: its zone, and the zones that it had before. */
export interface AccountCalendar {
  zone: string;
  formerZones: readonly FormerValue<{ zone: string }>[];
}

/** A calendar without former zones. */
export const calendarInZone = (zone: string): AccountCalendar => ({ zone, formerZones: [] });

/** A range of days such as `2026-11-30` in an account's calendar, both included. */
export interface Period {
  first: Day;
  last: Day;
}

/** The instants of a period, `to` excluded. */
export interface Bounds {
  from: Instant;
  to: Instant;
}

/** Two years and a day: a longer statement isn't useful. */
const PERIOD_DAYS_MAX = 732;

/**
 * The start of a day in an account's calendar: in the first of its zones in which the day began before the account left
 * that zone. So days follow each other without gaps; the day of a zone change is longer or shorter, and may be empty.
 */
function dayStartIn(day: Day, { zone, formerZones }: AccountCalendar): Instant {
  let since = -Infinity;
  for (const { until, data } of formerZones) {
    const start = dayStart(day, data.zone);
    if (start < until) return Math.max(start, since);
    since = until;
  }
  return Math.max(dayStart(day, zone), since);
}

/** The day in an account's calendar. */
export function dayAt(at: Instant, calendar: AccountCalendar): Day {
  let day = dayIn(at, valueAt(calendar.formerZones, calendar, at).zone);
  if (calendar.formerZones.length === 0) return day;
  while (dayStartIn(day, calendar) > at) day = dayAfter(day, -1);
  for (let next = dayAfter(day); dayStartIn(next, calendar) <= at; next = dayAfter(next)) day = next;
  return day;
}

/** The bounds of a period. The hour that a clock change adds or removes belongs to its day. Throws `invalid`. */
export function boundsOf({ first, last }: Period, calendar: AccountCalendar): Bounds {
  for (const [day, field] of [[first, "first"] as const, [last, "last"] as const])
    if (!isDay(day)) fail("invalid", "statements.noDay", {}, field);
  if (first > last) fail("invalid", "statements.invalidPeriod", {}, "last");
  if (daysBetween(first, last) >= PERIOD_DAYS_MAX)
    fail("invalid", "statements.periodLong", { days: PERIOD_DAYS_MAX }, "last");
  return { from: dayStartIn(first, calendar), to: dayStartIn(dayAfter(last), calendar) };
}

/** The calendar month around an instant, or the one `months` earlier. */
export function monthOf(now: Instant, calendar: AccountCalendar, months = 0): Period {
  const day = dayAt(now, calendar);
  return { first: dateInMonth(day, -months, 1), last: dateInMonth(day, -months, 31) };
}

/** The bounds of the current month. */
export const monthBounds = (now: Instant, calendar: AccountCalendar): Bounds =>
  boundsOf(monthOf(now, calendar), calendar);

/** The bounds of the current day. */
export function dayBounds(now: Instant, calendar: AccountCalendar): Bounds {
  const day = dayAt(now, calendar);
  return boundsOf({ first: day, last: day }, calendar);
}

/** The calendar year around an instant. */
export function yearOf(now: Instant, calendar: AccountCalendar): Period {
  const year = sliceCode(dayAt(now, calendar), 0, 4);
  return { first: `${year}-01-01`, last: `${year}-12-31` };
}
