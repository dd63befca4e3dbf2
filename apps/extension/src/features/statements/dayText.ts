import type { Period } from "@callboard/domain/core/period";
import { formatPlainDay, formatDayRange, formatWeekdayDate } from "@callboard/domain/core/time";

/** `1 – 30 Nov 2026`, for the first and the last day of a period. */
export const periodText = (period: Period, locale: string): string => formatDayRange(period, locale, "short");

/** `Tue, 1 Dec 2026`. */
export const sendingDayText = (day: string, locale: string): string => formatPlainDay(day, locale, formatWeekdayDate);
