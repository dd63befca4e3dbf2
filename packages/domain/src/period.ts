import { type Day, dateInMonth, dayAfter, dayIn, daysBetween, dayStart, isDay } from "./calendar.ts";
import { refuse } from "./failure.ts";
import type { Instant } from "./time.ts";
import { codePart } from "./text.ts";

/** Days as people name them, `2026-11-30`, in an account's zone. Both ends belong to it. */
export interface Period {
  first: Day;
  last: Day;
}

/** The instants that a period covers: the end is left out. */
export interface Bounds {
  from: Instant;
  to: Instant;
}

/** Two years and a day: more is an archive and no statement. */
export const PERIOD_DAYS_MAX = 732;

/** When a period begins and ends, in the zone; an hour that a clock change takes or gives belongs to its day. Throws `invalid`. */
export function boundsOf({ first, last }: Period, zone: string): Bounds {
  for (const [day, field] of [[first, "first"] as const, [last, "last"] as const])
    if (!isDay(day)) refuse("invalid", "statements.noDay", {}, field);
  if (first > last) refuse("invalid", "statements.periodOdd", {}, "last");
  if (daysBetween(first, last) >= PERIOD_DAYS_MAX)
    refuse("invalid", "statements.periodLong", { days: PERIOD_DAYS_MAX }, "last");
  return { from: dayStart(first, zone), to: dayStart(dayAfter(last), zone) };
}

/** The month around an instant, or one `months` before it. */
export function monthOf(now: Instant, zone: string, months = 0): Period {
  const day = dayIn(now, zone);
  return { first: dateInMonth(day, -months, 1), last: dateInMonth(day, -months, 31) };
}

/** The first instant of this month and of the next, in the zone. */
export const monthAround = (now: Instant, zone: string): Bounds => boundsOf(monthOf(now, zone), zone);

/** The first instant of this day and of the next, in the zone. */
export function dayAround(now: Instant, zone: string): Bounds {
  const day = dayIn(now, zone);
  return boundsOf({ first: day, last: day }, zone);
}

/** The calendar year around an instant, up to the end of its last day. */
export function yearOf(now: Instant, zone: string): Period {
  const year = codePart(dayIn(now, zone), 0, 4);
  return { first: `${year}-01-01`, last: `${year}-12-31` };
}
