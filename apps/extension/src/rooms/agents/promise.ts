import { DAY, MINUTE, type Instant, type Place, showShortDay, showTime, showWeekday } from "@callboard/domain/time";

/** A minute before a promise ends is when a person can still do something about it. */
export const SOON_MS = MINUTE;

/** When somebody is back: the time alone today, with the weekday this week, else with the date. */
export function promiseTime(until: Instant, now: Instant, place: Place): string {
  const time = showTime(until, place);
  const date = showShortDay(until, place);
  if (Math.abs(until - now) >= 6 * DAY) return `${date} ${time}`;
  // Within days a date is one day only: so much is known without the calendar, which would weigh in the popup.
  return date === showShortDay(now, place) ? time : `${showWeekday(until, place)} ${time}`;
}
