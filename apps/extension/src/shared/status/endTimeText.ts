import {
  DAY,
  MINUTE,
  type Instant,
  type Locale,
  formatShortDay,
  formatTime,
  formatWeekday,
} from "@callboard/domain/core/time";

/** A minute before a status ends, a person can still do something about it. */
export const END_SOON_MS = MINUTE;

/** When somebody is back: only the time if today, with the weekday within a week, otherwise with the date. */
export function endTimeText(until: Instant, now: Instant, locale: Locale): string {
  const time = formatTime(until, locale);
  const date = formatShortDay(until, locale);
  if (Math.abs(until - now) >= 6 * DAY) return `${date} ${time}`;
  // Within six days the short date (without a year) tells days apart. Counting days would need calendar code, which is
  // too large for the popup.
  return date === formatShortDay(now, locale) ? time : `${formatWeekday(until, locale)} ${time}`;
}
