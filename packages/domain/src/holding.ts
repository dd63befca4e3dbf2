import type { NumberKind } from "./tracking.ts";
import type { Rates } from "./usage.ts";
import { type Currency, type Micros, money, portion } from "./money.ts";
import { DAY, type Instant } from "./time.ts";

/** How long a number is held where nobody says otherwise, and how long a cancellation without any can be taken back. */
export const HOLD_DAYS = 14;
export const HOLD_DAYS_MAX = 365;
/** A month of thirty days: what a day of holding is a part of. */
const MONTH_MS = 30 * DAY;

/** The minutes of a number are told and priced by its kind. */
const MINUTES_OF = {
  local: "minutes",
  "toll-free": "toll-free minutes",
  international: "international minutes",
} as const;
export const minuteRate = ({ rates }: { rates: Rates }, kind: NumberKind): Micros => rates[MINUTES_OF[kind]];

/** What holding costs, prepaid in full: the time behind the month that is paid, by the month's fee. */
export const holdCost = (fee: Micros, currency: Currency, paidTo: Instant, until: Instant): Micros =>
  portion(money(fee, currency), Math.max(0, until - paidTo), MONTH_MS).micros;
