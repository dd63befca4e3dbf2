import type { Period } from "@callboard/domain/period";

// A plain day has no zone: read and written in UTC it stays the day that it is.
const at = (day: string): Date => new Date(`${day}T00:00Z`);

/** `1 – 30 Nov 2026`, for the first and the last day of a period. */
export const periodText = ({ first, last }: Period, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).formatRange(at(first), at(last));

/** `Tue, 1 Dec 2026`. */
export const sendingDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(at(day));
