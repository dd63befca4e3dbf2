import type { Day } from "@callboard/domain/core/calendar";
import { dayAfter } from "@callboard/domain/core/calendar";
import { fail } from "@callboard/domain/core/failure";
import { type AccountCalendar, type Bounds, boundsOf, dayAt, type Period } from "@callboard/domain/core/period";
import { read } from "../../store/commit.ts";
import type { Scope } from "../../store/scope.ts";
import { activityHiddenUntil } from "../../store/visibility.ts";
import { findCalendar } from "./calendar.ts";

/** A report's period, as far as activity is kept. */
export interface ReportPeriod {
  period: Period;
  /** Up to now, even if its last day is later. */
  bounds: Bounds;
  calendar: AccountCalendar;
  today: Day;
  /** The first day that is shown, if the period begins before it. */
  keptSince: Day | null;
}

/** Throws `invalid` for days that don't exist, are in the wrong order or too far apart, or aren't kept any more. */
export async function reportPeriod(scope: Scope, asked: Period): Promise<ReportPeriod> {
  const { calendar } = await read(scope, { calendar: findCalendar(scope) });
  boundsOf(asked, calendar);
  // The first day of which nothing is hidden.
  const firstKept = dayAfter(dayAt(activityHiddenUntil(scope.now), calendar));
  if (asked.last < firstKept) fail("invalid", "reports.notKept", { day: firstKept }, "last");
  const isCut = asked.first < firstKept;
  const period = isCut ? { ...asked, first: firstKept } : asked;
  const { from, to } = boundsOf(period, calendar);
  return {
    period,
    bounds: { from, to: Math.min(to, scope.now) },
    calendar,
    today: dayAt(scope.now, calendar),
    keptSince: isCut ? firstKept : null,
  };
}
