import { minutesOfDay, nextClockTime } from "@callboard/domain/core/calendar";
import { type Instant, type Locale, MINUTE } from "@callboard/domain/core/time";

/** An end by the clock. */
interface ClockEnd {
  until: Instant;
  /** Clocks are put forward past the time, so it ends then. */
  isSkipped: boolean;
}

/**
 * The next instant at which a clock in this zone shows a time, in minutes after midnight, or jumps past it in the night
 * in which clocks are put forward.
 */
export function nextTimeOfDay(minutes: number, now: Instant, { zone }: Locale): ClockEnd {
  const until = nextClockTime(minutes, now, zone);
  return { until, isSkipped: minutesOfDay(until, zone) !== minutes };
}

const HALF_HOUR = 30;

/** The first full or half hour of the zone's clocks that is at least half an hour away. */
export function suggestedEnd(now: Instant, { zone }: Locale): Instant {
  const earliest = Math.ceil(now / MINUTE + HALF_HOUR) * MINUTE;
  const over = minutesOfDay(earliest, zone) % HALF_HOUR;
  return over === 0 ? earliest : earliest + (HALF_HOUR - over) * MINUTE;
}
