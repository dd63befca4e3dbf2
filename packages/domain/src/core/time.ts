/** Milliseconds since 1970 in UTC. `now` is always passed in: no rule reads a clock. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How times are shown: the zone, and the language, which decides the order of day and month. */
export interface Locale {
  zone: string;
  language: string;
}

// All formatting of times is in this file, and a lint rule keeps it here: the same 24-hour clock on every screen, in
// mails and in documents.
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const FORMATS_MAX = 500;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Creating a format takes a hundred times as long as using it. */
function createFormatter(name: string, options: Intl.DateTimeFormatOptions): (at: Instant, locale: Locale) => string {
  return (at, { zone, language }) => {
    const key = `${name} ${language} ${zone}`;
    let format = formats.get(key);
    if (!format) {
      if (formats.size >= FORMATS_MAX) formats.clear();
      formats.set(key, (format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone })));
    }
    return format.format(at);
  };
}

/** The time of day, such as `13:05`, in the reader's zone. */
export const formatTime = createFormatter("time", CLOCK);

/** Day and time, such as `23 Nov 2026, 13:05`, in the reader's zone. */
export const formatDateTime = createFormatter("moment", { day: "numeric", month: "short", year: "numeric", ...CLOCK });

/** `23 Nov, 13:05`, where the year is obvious. */
export const formatShortDateTime = createFormatter("day and time", { day: "numeric", month: "short", ...CLOCK });

/** The day, such as `23 November`, in the reader's zone: for days less than a year away. */
export const formatDay = createFormatter("day", { day: "numeric", month: "long" });

/** `23 Nov`. */
export const formatShortDay = createFormatter("short day", { day: "numeric", month: "short" });

/** `23 Nov 2026`. */
export const formatDate = createFormatter("date", { day: "numeric", month: "short", year: "numeric" });

/** `23 November 2026`. */
export const formatLongDate = createFormatter("full date", { day: "numeric", month: "long", year: "numeric" });

/** `Tue, 1 Dec 2026`. */
export const formatWeekdayDate = createFormatter("weekday date", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});

export const formatWeekday = createFormatter("weekday", { weekday: "short" });

const weekdayAndDay = createFormatter("in year", { weekday: "long", day: "numeric", month: "long" });
const weekdayDayAndYear = createFormatter("in any year", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const year = createFormatter("year", { year: "numeric" });

const isSameYear = (at: Instant, other: Instant, locale: Locale): boolean => year(at, locale) === year(other, locale);

/** `Friday, 23 November`, with the year if it isn't the current one. */
export const formatWeekdayAndDay = (at: Instant, now: Instant, locale: Locale): string =>
  isSameYear(at, now, locale) ? weekdayAndDay(at, locale) : weekdayDayAndYear(at, locale);

const stamp = createFormatter("stamp", { dateStyle: "short", timeStyle: "medium" });

/** `2026-11-23 13:05:07`, for files: the same for every reader. Swedish is the language that writes times like this. */
export const formatTimestamp = (at: Instant, zone: string): string => stamp(at, { zone, language: "sv-SE" });

const offset = createFormatter("offset", { timeZoneName: "shortOffset", year: "numeric" });

/** `GMT+1`: a zone's UTC offset at an instant. */
export const formatUtcOffset = (at: Instant, locale: Locale): string =>
  offset(at, locale).replace(/^.*?(?=GMT|UTC)/, "");

/** A range of days: `1 – 30 Nov 2026`. Days have no zone. */
export function formatDayRange(
  { first, last }: { first: string; last: string },
  locale: string,
  month: "short" | "long",
): string {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month, year: "numeric", timeZone: "UTC" });
  return format.formatRange(new Date(`${first}T00:00Z`), new Date(`${last}T00:00Z`));
}

/** A day without a zone, formatted with `show`. */
export const formatPlainDay = (day: string, language: string, show: typeof formatDate = formatDate): string =>
  show(Date.parse(`${day}T00:00Z`), { zone: "UTC", language });

/** A duration in minutes: `45 min`, `1 h`, `1 h 30 min`. */
export function formatDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
