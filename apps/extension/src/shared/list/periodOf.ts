import { dayAfter, dayStart, isDay } from "@callboard/domain/core/calendar";

/** The period that an address names: days of the reader's zone, and their end is the next one's beginning. */
export function periodOf(query: Readonly<Record<string, string>>, zone: string): { from?: number; to?: number } {
  const { from = "", to = "" } = query;
  return {
    ...(isDay(from) ? { from: dayStart(from, zone) } : {}),
    ...(isDay(to) ? { to: dayStart(dayAfter(to), zone) } : {}),
  };
}
