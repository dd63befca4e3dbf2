/** Milliseconds since 1970 in UTC. `now` is always handed in: no rule reads a clock. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The same day and time so many months later, in UTC; a day that the month has not is its last one. */
export function monthsAfter(anchor: Instant, months: number): Instant {
  const day = new Date(anchor);
  const wanted = day.getUTCDate();
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() + months);
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  return day.setUTCDate(Math.min(wanted, last));
}

/** The instant after `last` at which a month begins that is counted from the anchor. */
export function nextMonth(anchor: Instant, last: Instant): Instant {
  const from = new Date(anchor);
  const to = new Date(last);
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const next = monthsAfter(anchor, months);
  return next > last ? next : monthsAfter(anchor, months + 1);
}

export interface Place {
  zone: string;
  locale: string;
}

/** The clock time at an instant, such as `13:05`, in the reader's zone. */
export function showTime(at: Instant, { zone, locale }: Place): string {
  return new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(at);
}

/** Day and clock time at an instant, such as `23 Nov 2026, 13:05`, in the reader's zone. */
export function showMoment(at: Instant, { zone, locale }: Place): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(at);
}

/** The day at an instant, such as `23 November`, in the reader's zone: for one that is less than a year away. */
export const showDay = (at: Instant, { zone, locale }: Place): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: zone }).format(at);

/** A length in minutes as people say it: `45 min`, `1 h`, `1 h 30 min`. */
export function showMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
