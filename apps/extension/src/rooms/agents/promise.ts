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

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

/** The next instant at which a clock in this zone shows `time` (`13:05`). */
export function nextAt(time: string, now: Instant, place: Place): Instant {
  const day = 24 * 60;
  const ahead = (minutesOf(time) - minutesOf(showTime(now, place)) + day) % day || day;
  const at = Math.floor(now / MINUTE) * MINUTE + ahead * MINUTE;
  // Where the clocks are put forward or back meanwhile, the plain sum is off by what they jump.
  const off = minutesOf(time) - minutesOf(showTime(at, place));
  return at + (Math.abs(off) > day / 2 ? off - Math.sign(off) * day : off) * MINUTE;
}
