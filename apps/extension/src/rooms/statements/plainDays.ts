import type { Period } from "@callboard/domain/period";
import { plainDay, showDays, showWeekdayDate } from "@callboard/domain/time";

/** `1 – 30 Nov 2026`, for the first and the last day of a period. */
export const periodText = (period: Period, locale: string): string => showDays(period, locale, "short");

/** `Tue, 1 Dec 2026`. */
export const sendingDay = (day: string, locale: string): string => plainDay(day, locale, showWeekdayDate);
