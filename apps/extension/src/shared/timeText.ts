import { instantOn, isDay, lastInstantOn } from "@callboard/domain/core/calendar";
import {
  type Locale,
  formatDate,
  formatShortDateTime,
  formatWeekdayAndDay,
  formatLongDate,
  formatDateTime,
  formatUtcOffset,
  formatTime,
} from "@callboard/domain/core/time";

export type { Locale };

// The domain's time formats, under the names of what screens show.
export const clockTime = formatTime;
export const dayName = formatWeekdayAndDay;
export const dayAndTime = formatShortDateTime;
export const fullDate = formatLongDate;
export const shortDate = formatDate;
export const momentText = formatDateTime;

/** `New York`: what people call a zone. */
export const zoneCity = (zone: string): string => zone.split("/").at(-1)!.replaceAll("_", " ");

/** `New York (GMT−5)`: how a zone is labelled wherever times are shown. */
export function zoneLabel(at: number, locale: Locale): string {
  const offset = formatUtcOffset(at, locale);
  const city = zoneCity(locale.zone);
  return offset ? `${city} (${offset.replace("-", "\u2212")})` : city;
}

/**
 * The instant of a date and time typed in a zone; NaN if they are invalid. Of a time that occurs twice,
 * it is the first one after `now`.
 */
export function instantOf(date: string, time: string, zone: string, now?: number): number {
  const minutes = minutesOf(date, time);
  return minutes === null ? Number.NaN : instantOn(date, minutes, zone, now);
}

/** The same for the past: if a time occurs twice, it is the last one that isn't after `now`. */
export function pastInstantOf(date: string, time: string, zone: string, now: number): number {
  const minutes = minutesOf(date, time);
  if (minutes === null) return Number.NaN;
  const last = lastInstantOn(date, minutes, zone);
  return last > now ? instantOn(date, minutes, zone) : last;
}

function minutesOf(date: string, time: string): number | null {
  const [hours, minutes] = /^(\d\d):(\d\d)$/.exec(time)?.slice(1).map(Number) ?? [];
  return hours === undefined || !isDay(date) ? null : hours * 60 + minutes!;
}
