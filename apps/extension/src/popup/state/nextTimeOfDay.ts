import { nextClockTime } from "@callboard/domain/core/calendar";
import type { Instant, Locale } from "@callboard/domain/core/time";

/** The next instant at which a clock in this zone shows `time` (`13:05`), including nights when clocks change. */
export function nextTimeOfDay(time: string, now: Instant, { zone }: Locale): Instant {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return nextClockTime(hours * 60 + minutes, now, zone);
}
