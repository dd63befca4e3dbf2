import {
  DAY,
  MINUTE,
  type Instant,
  type Locale,
  formatShortDay,
  formatTime,
  formatWeekday,
} from "@callboard/domain/core/time";

/** A minute before a promise ends is when a person can still do something about it. */
export const END_SOON_MS = MINUTE;

/** When somebody is back: the time alone today, with the weekday this week, else with the date. */
export function endTimeText(until: Instant, now: Instant, locale: Locale): string {
  const time = formatTime(until, locale);
  const date = formatShortDay(until, locale);
  if (Math.abs(until - now) >= 6 * DAY) return `${date} ${time}`;
  // Within days a date is one day only: so much is known without the calendar, which would weigh in the popup.
  return date === formatShortDay(now, locale) ? time : `${formatWeekday(until, locale)} ${time}`;
}
