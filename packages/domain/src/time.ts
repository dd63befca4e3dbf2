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

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const FORMATS_MAX = 500;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A format takes a hundred times as long to make as to use. */
function showing(name: string, options: Intl.DateTimeFormatOptions): (at: Instant, place: Place) => string {
  return (at, { zone, locale }) => {
    const key = `${name} ${locale} ${zone}`;
    let format = formats.get(key);
    if (!format) {
      if (formats.size >= FORMATS_MAX) formats.clear();
      formats.set(key, (format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })));
    }
    return format.format(at);
  };
}

/** The clock time at an instant, such as `13:05`, in the reader's zone. */
export const showTime = showing("time", CLOCK);

/** Day and clock time at an instant, such as `23 Nov 2026, 13:05`, in the reader's zone. */
export const showMoment = showing("moment", { day: "numeric", month: "short", year: "numeric", ...CLOCK });

/** The day at an instant, such as `23 November`, in the reader's zone: for one that is less than a year away. */
export const showDay = showing("day", { day: "numeric", month: "long" });

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
