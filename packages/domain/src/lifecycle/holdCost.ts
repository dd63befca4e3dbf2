import { wallClockAt } from "../core/calendar.ts";
import { type Micros, type Money, portion } from "../core/money.ts";
import { DAY, type Instant } from "../core/time.ts";

export const DEFAULT_HOLD_DAYS = 14;
export const HOLD_DAYS_MAX = 365;
/** A 30-day month, for the price of a day. */
const MONTH_MS = 30 * DAY;

/**
 * The cost of a hold, prepaid in full: the time beyond the paid month, at the monthly fee. Measured in wall-clock time,
 * so that a clock change doesn't alter the price of a day.
 */
export const holdCost = (
  fee: Money,
  { paidTo, until, zone }: { paidTo: Instant; until: Instant; zone: string },
): Micros => portion(fee, Math.max(0, wallClockAt(until, zone) - wallClockAt(paidTo, zone)), MONTH_MS).micros;
