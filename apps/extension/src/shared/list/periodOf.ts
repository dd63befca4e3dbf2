import { dayAfter, dayStart, isDay } from "@callboard/domain/core/calendar";

/** The period in an address: days in the reader's zone; it ends where the day after the last one begins. */
export function periodOf(query: Readonly<Record<string, string>>, zone: string): { from?: number; to?: number } {
  const { from = "", to = "" } = query;
  return {
    ...(isDay(from) ? { from: dayStart(from, zone) } : {}),
    ...(isDay(to) ? { to: dayStart(dayAfter(to), zone) } : {}),
  };
}
