import { isDay } from "../core/calendar.ts";
import { fail } from "../core/failure.ts";
import type { Hours, Schedule } from "./schema.ts";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
export const weekdayName = (day: number): string => DAYS[day - 1] ?? String(day);

const padTwo = (count: number): string => String(count).padStart(2, "0");
/** Minutes from midnight as clock time; the end of the day is 24:00. */
const formatClock = (minutes: number): string => `${padTwo(Math.floor(minutes / 60))}:${padTwo(minutes % 60)}`;

/**
 * A schedule in its stored form: sorted, with adjoining hours merged. Throws `invalid` if hours or dates contradict
 * each other.
 */
export function normalizeSchedule(schedule: Schedule): Schedule {
  const { hours, holidays } = schedule;
  if (hours.length === 0) fail("invalid", "queues.noHours", {}, "schedule.hours");
  checkIds(hours, "schedule.hours");
  checkIds(holidays, "schedule.holidays");
  for (const [index, { day, from, to }] of hours.entries())
    if (from >= to)
      fail(
        "invalid",
        "queues.hoursBackward",
        { day: weekdayName(day), to: formatClock(to) },
        `schedule.hours.${index}.to`,
      );
  return { hours: mergeHours(hours), holidays: checkHolidays(holidays) };
}

function mergeHours(hours: readonly Hours[]): Hours[] {
  const merged: Hours[] = [];
  for (const next of hours.toSorted((a, b) => a.day - b.day || a.from - b.from)) {
    const last = merged.at(-1);
    if (last?.day !== next.day || last.to < next.from) merged.push(next);
    else if (last.to === next.from) merged[merged.length - 1] = { ...last, to: next.to };
    else
      fail("invalid", "queues.hoursOverlap", overlapValues(last, next), `schedule.hours.${hours.indexOf(next)}.from`);
  }
  return merged;
}

const overlapValues = (one: Hours, other: Hours) => ({
  day: weekdayName(one.day),
  one: `${formatClock(one.from)}–${formatClock(one.to)}`,
  other: `${formatClock(other.from)}–${formatClock(other.to)}`,
});

function checkHolidays(holidays: Schedule["holidays"]): Schedule["holidays"] {
  const seen = new Map<string, string>();
  for (const [index, { date, name }] of holidays.entries()) {
    const field = `schedule.holidays.${index}.date`;
    if (!isDay(date)) fail("invalid", "queues.noSuchDate", { date }, field);
    const first = seen.get(date);
    if (first !== undefined) fail("invalid", "queues.duplicateHoliday", { date, one: first, other: name }, field);
    seen.set(date, name);
  }
  return holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

function checkIds(list: readonly { id: string }[], field: string): void {
  const seen = new Set<string>();
  for (const [index, { id }] of list.entries()) {
    if (seen.has(id)) fail("invalid", "queues.duplicateId", { id }, `${field}.${index}.id`);
    seen.add(id);
  }
}
