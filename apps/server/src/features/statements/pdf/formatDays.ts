import { formatDayRange, formatPlainDay } from "@callboard/domain/core/time";
import { DEFAULT_LANGUAGE } from "../../../store/locale.ts";

/** Formats a calendar day: `Nov 3, 2026`. */
export const formatDay = (day: string): string => formatPlainDay(day, DEFAULT_LANGUAGE);

/** Formats a range of calendar days, both included: `November 1 – 30, 2026`. */
export const formatDays = (span: { first: string; last: string }): string =>
  formatDayRange(span, DEFAULT_LANGUAGE, "long");
