import { Temporal } from "temporal-polyfill";
import { refuse } from "./failure.ts";
import type { Instant } from "./time.ts";

/** Days as people name them, `2026-11-30`, in an account's zone. Both ends belong to it. */
export interface Period {
  first: string;
  last: string;
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
  const [from, to] = [dateFrom(first, "first"), dateFrom(last, "last")];
  if (Temporal.PlainDate.compare(from, to) > 0) refuse("invalid", "statements.periodOdd", {}, "last");
  if (from.until(to).days >= PERIOD_DAYS_MAX)
    refuse("invalid", "statements.periodLong", { days: PERIOD_DAYS_MAX }, "last");
  return { from: startOf(from, zone), to: startOf(to.add({ days: 1 }), zone) };
}

function dateFrom(text: string, field: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return refuse("invalid", "statements.noDay", {}, field);
  }
}

const startOf = (date: Temporal.PlainDate, zone: string): Instant =>
  date.toZonedDateTime({ timeZone: zone }).epochMilliseconds;

const dateAt = (now: Instant, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();

/** The month around an instant, or one `months` before it. */
export function monthOf(now: Instant, zone: string, months = 0): Period {
  const first = dateAt(now, zone).with({ day: 1 }).subtract({ months });
  return { first: first.toString(), last: first.add({ months: 1 }).subtract({ days: 1 }).toString() };
}

/** The calendar year around an instant, up to the end of its last day. */
export function yearOf(now: Instant, zone: string): Period {
  const { year } = dateAt(now, zone);
  return { first: `${year}-01-01`, last: `${year}-12-31` };
}

/** Which day it is in the zone. */
export const dayOf = (now: Instant, zone: string): string => dateAt(now, zone).toString();
