import type { Micros } from "../core/money.ts";
import type { NumberKind } from "../numbers/types.ts";
import type { Rates, UsageKind } from "./types.ts";

const USAGE_KINDS_OF_MINUTES = {
  local: "minutes",
  "toll-free": "toll-free minutes",
  international: "international minutes",
} as const satisfies Record<NumberKind, UsageKind>;

/** As what kind of usage a number's minutes are charged. */
export const minuteUsageKindOf = (kind: NumberKind): UsageKind => USAGE_KINDS_OF_MINUTES[kind];

/** Whether an event of this kind counts minutes of calls. */
export const countsMinutes = (kind: UsageKind): boolean =>
  Object.values<UsageKind>(USAGE_KINDS_OF_MINUTES).includes(kind);

/** The price of a minute on a number of this kind, by the account's terms. */
export const minuteRate = ({ rates }: { rates: Rates }, kind: NumberKind): Micros => rates[minuteUsageKindOf(kind)];
