import { wallClockAt } from "../core/calendar.ts";
import type { NumberKind } from "../numbers/types.ts";
import type { Rates } from "../balance/usage.ts";
import { type Micros, type Money, portion } from "../core/money.ts";
import { DAY, type Instant } from "../core/time.ts";

/** How long a number is held where nobody says otherwise, and how long a cancellation without any can be taken back. */
export const HOLD_DAYS = 14;
export const HOLD_DAYS_MAX = 365;
/** A month of thirty days: what a day of holding is a part of. */
const MONTH_MS = 30 * DAY;

/** The minutes of a number are told and priced by its kind. */
export const USAGE_KIND_OF = {
  local: "minutes",
  "toll-free": "toll-free minutes",
  international: "international minutes",
} as const;
export const minuteRate = ({ rates }: { rates: Rates }, kind: NumberKind): Micros => rates[USAGE_KIND_OF[kind]];

/**
 * What holding costs, prepaid in full: the time behind the month that is paid, by the month's fee. It is told by the
 * account's clocks, so that a day costs the same when they are changed in it.
 */
export const holdCost = (
  fee: Money,
  { paidTo, until, zone }: { paidTo: Instant; until: Instant; zone: string },
): Micros => portion(fee, Math.max(0, wallClockAt(until, zone) - wallClockAt(paidTo, zone)), MONTH_MS).micros;
