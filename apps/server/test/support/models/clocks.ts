import { DAY, HOUR, type Instant } from "@callboard/domain/core/time";

// Clocks and calendars found without the product's code, by asking the platform instant by instant.

/** `2026-03-01 09:30:00`, as a clock in the zone shows it. */
export const clockIn = (zone: string, at: Instant): string => new Date(at).toLocaleString("sv-SE", { timeZone: zone });

export const dayIn = (zone: string, at: Instant): string => clockIn(zone, at).slice(0, 10);

/** The same time of day this many days later; for days of 23 to 25 hours, and times that occur exactly once. */
export function sameTimeAfter(zone: string, at: Instant, days: number): Instant {
  const time = clockIn(zone, at).slice(10);
  const candidates = [0, -HOUR, HOUR].map((shift) => at + days * DAY + shift);
  return candidates.find((one) => clockIn(zone, one).endsWith(time)) ?? at + days * DAY;
}

/** The elapsed time on the zone's clock: every day counts as 24 hours, even when clocks change. */
export const clockTimeBetween = (zone: string, from: Instant, to: Instant): number => {
  const clockTime = (at: Instant) => Date.parse(`${clockIn(zone, at).replace(" ", "T")}Z`);
  return clockTime(to) - clockTime(from);
};

/** Each day after the one at `from`, up to the one at `to`. */
export function daysBetween(zone: string, from: Instant, to: Instant): string[] {
  const days = new Set<string>();
  for (let at = from; at < to; at += HOUR) days.add(dayIn(zone, at));
  days.add(dayIn(zone, to));
  days.delete(dayIn(zone, from));
  return [...days];
}

export const monthLength = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether a day is the given day of its month, or the last one if the month is shorter: the 31st is February 28. */
export const isDayOfMonth = (day: string, dayOfMonth: number): boolean =>
  Number(day.slice(8)) === Math.min(dayOfMonth, monthLength(Number(day.slice(0, 4)), Number(day.slice(5, 7))));

/** 1 for Monday to 7 for Sunday. */
export const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** The instant at which the next month begins in the zone. */
export function nextMonthIn(zone: string, at: Instant): Instant {
  const month = dayIn(zone, at).slice(0, 7);
  let start = Math.floor(at / (HOUR / 4)) * (HOUR / 4);
  while (dayIn(zone, start).slice(0, 7) === month) start += HOUR / 4;
  return start;
}
