import { instantOn, isDay } from "@callboard/domain/calendar";

export interface Reader {
  zone: string;
  locale: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format({ zone, locale }: Reader, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${name}`;
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })));
  return found;
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** `13:05` in the reader's zone. */
export const clockTime = (at: number, reader: Reader): string => format(reader, "clock", CLOCK).format(at);

/** `Friday, 23 November`, with the year where it is another one. */
export function dayName(at: number, now: number, reader: Reader): string {
  const year = format(reader, "year", { year: "numeric" });
  const parts = { weekday: "long", day: "numeric", month: "long" } as const;
  return year.format(at) === year.format(now)
    ? format(reader, "day", parts).format(at)
    : format(reader, "day of a year", { ...parts, year: "numeric" }).format(at);
}

/** `23 Nov, 13:05`: for lists whose column says the zone. */
export const dayAndTime = (at: number, reader: Reader): string =>
  format(reader, "day and time", { day: "numeric", month: "short", ...CLOCK }).format(at);

export const fullDate = (at: number, reader: Reader): string =>
  format(reader, "date", { day: "numeric", month: "long", year: "numeric" }).format(at);

/** `New York (GMT−5)`: how a zone is labelled wherever times are shown. */
export function zoneLabel(at: number, { zone, locale }: Reader): string {
  const offset = format({ zone, locale }, "offset", { timeZoneName: "shortOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const city = zone.split("/").at(-1)!.replaceAll("_", " ");
  return offset ? `${city} (${offset.replace("-", "\u2212")})` : city;
}

/** `23 Nov 2026`: for columns of dates. */
export const shortDate = (at: number, reader: Reader): string =>
  format(reader, "short date", { day: "numeric", month: "short", year: "numeric" }).format(at);

/**
 * The instant of a date and a time as they are typed in a zone; NaN where they are none. Of two it is the first that lies
 * ahead of `now`.
 */
export function instantOf(date: string, time: string, zone: string, now?: number): number {
  const [hours, minutes] = /^(\d\d):(\d\d)$/.exec(time)?.slice(1).map(Number) ?? [];
  if (hours === undefined || !isDay(date)) return Number.NaN;
  return instantOn(date, hours * 60 + minutes!, zone, now);
}

/** `23 Nov 2026, 13:05`: for an instant that may lie far back. */
export const momentText = (at: number, reader: Reader): string => `${shortDate(at, reader)}, ${clockTime(at, reader)}`;
