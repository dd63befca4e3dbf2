import { dayIn } from "@callboard/domain/calendar";
import { DAY, MINUTE, type Instant, type Place, showShortDay, showTime, showWeekday } from "@callboard/domain/time";

/** A minute before a promise ends is when a person can still do something about it. */
export const SOON_MS = MINUTE;

/** When somebody is back: the time alone today, with the weekday this week, else with the date. */
export function promiseTime(until: Instant, now: Instant, place: Place): string {
  const time = showTime(until, place);
  if (dayIn(until, place.zone) === dayIn(now, place.zone)) return time;
  const day = Math.abs(until - now) < 6 * DAY ? showWeekday(until, place) : showShortDay(until, place);
  return `${day} ${time}`;
}
