import { wallClockAt } from "../core/calendar.ts";
import type { NumberKind } from "../numbers/types.ts";
import type { Rates } from "../balance/types.ts";
import { type Micros, type Money, portion } from "../core/money.ts";
import { DAY, type Instant } from "../core/time.ts";

/** The default hold, and how long a cancellation without holds can be undone. */
export const HOLD_DAYS = 14;
export const HOLD_DAYS_MAX = 365;
/** A 30-day month, for the price of a day. */
const MONTH_MS = 30 * DAY;

/** The usage kind of a number's minutes, by the kind of number. */
export const USAGE_KIND_OF = {
  local: "minutes",
  "toll-free": "toll-free minutes",
  international: "international minutes",
} as const;
export const minuteRate = ({ rates }: { rates: Rates }, kind: NumberKind): Micros => rates[USAGE_KIND_OF[kind]];

/**
 * The cost of a hold, prepaid in full: the time beyond the paid month, at the monthly fee. Measured in wall-clock time,
 * so that a clock change doesn't alter the price of a day.
 */
export const holdCost = (
  fee: Money,
  { paidTo, until, zone }: { paidTo: Instant; until: Instant; zone: string },
): Micros => portion(fee, Math.max(0, wallClockAt(until, zone) - wallClockAt(paidTo, zone)), MONTH_MS).micros;
