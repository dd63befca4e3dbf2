/** Milliseconds since 1970 in UTC. `now` is always handed in: no rule reads a clock. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

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
