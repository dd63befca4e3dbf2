import { type Day, dateInMonth, dayAfter, weekdayOf } from "../core/calendar.ts";
import type { Period } from "../core/period.ts";

/** The periods that one press chooses. Weeks begin on Monday. */
export const PRESETS = ["today", "this week", "last week", "this month", "last month"] as const;
export type PresetPeriod = (typeof PRESETS)[number];

/** A preset's days, seen from `today` in the account's zone. */
export function presetPeriod(preset: PresetPeriod, today: Day): Period {
  const monday = dayAfter(today, 1 - weekdayOf(today));
  switch (preset) {
    case "today":
      return { first: today, last: today };
    case "this week":
      return { first: monday, last: dayAfter(monday, 6) };
    case "last week":
      return { first: dayAfter(monday, -7), last: dayAfter(monday, -1) };
    case "this month":
      return { first: dateInMonth(today, 0, 1), last: dateInMonth(today, 0, 31) };
    case "last month":
      return { first: dateInMonth(today, -1, 1), last: dateInMonth(today, -1, 31) };
  }
}

/** How a period is read: its whole months from the sums by month, the days around them day by day. */
export interface PeriodParts {
  /** `2026-11`, both included; null if no whole month lies in it. */
  months: { first: string; last: string } | null;
  days: Period[];
}

/** `today`: later days have no rows yet, so a month counts as whole up to it. */
export function periodParts({ first, last }: Period, today: Day): PeriodParts {
  const starts: Day[] = [];
  for (let start = dateInMonth(first, first.endsWith("-01") ? 0 : 1, 1); ; start = dateInMonth(start, 1, 1)) {
    const end = dateInMonth(start, 0, 31);
    if (start > last || (end > last && last < today)) break;
    starts.push(start);
    if (end >= last) break;
  }
  if (starts.length === 0) return { months: null, days: [{ first, last }] };
  const [start, end] = [starts[0]!, dateInMonth(starts.at(-1)!, 0, 31)];
  return {
    months: { first: monthOf(start), last: monthOf(end) },
    days: [
      ...(first < start ? [{ first, last: dayAfter(start, -1) }] : []),
      ...(end < last ? [{ first: dayAfter(end), last }] : []),
    ],
  };
}

/** `2026-11`: the month of a day. */
export const monthOf = (day: Day): string => day.replace(/-\d\d$/, "");
