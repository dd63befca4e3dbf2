import { type Micros, MICROS_PER_UNIT } from "../core/money.ts";

/**
 * How a charge began: automatically (a recharge), or by a person (a top-up). The record kind `recharge` also covers
 * top-ups, which a person starts.
 */
export const RECHARGE_TYPES = ["recharge", "top-up"] as const;

/** `waiting`: below the threshold, but nothing can be charged now. `ended`: closed without a payment. */
export const RECHARGE_STATES = ["charging", "waiting", "settled", "ended"] as const;

/**
 * The most that recharges may charge at once and per day, unless the account sets other limits. It is also the largest
 * top-up: a bigger automatic charge is more likely a fault than a need.
 */
export const DEFAULT_RECHARGE_LIMIT: Micros = 10_000 * MICROS_PER_UNIT;

/** The kinds of usage that a meter reports. Each has its price in an account's terms. */
export const USAGE_KINDS = [
  "minutes",
  "toll-free minutes",
  "international minutes",
  "messages",
  "transcription",
  "caller names",
] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];

/** Micros per unit of each kind: a minute, a message, a look-up. */
export type Rates = Record<UsageKind, Micros>;
