import { DAY, MINUTE, type Instant, type Place, showTime } from "@callboard/domain/time";

/** A minute before a promise ends is when a person can still do something about it. */
export const SOON_MS = MINUTE;

const dayOf = (at: Instant, { zone, locale }: Place) =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: "short" }).format(at);

/** When somebody is back: the time alone today, with the weekday this week, else with the date. */
export function promiseTime(until: Instant, now: Instant, place: Place): string {
  const time = showTime(until, place);
  if (dayOf(until, place) === dayOf(now, place)) return time;
  const day: Intl.DateTimeFormatOptions =
    Math.abs(until - now) < 6 * DAY ? { weekday: "short" } : { day: "numeric", month: "short" };
  return `${new Intl.DateTimeFormat(place.locale, { ...day, timeZone: place.zone }).format(until)} ${time}`;
}
