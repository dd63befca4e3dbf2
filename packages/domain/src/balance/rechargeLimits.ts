import type { MessageKey } from "../core/messages/keys.ts";
import { type Currency, type Micros, MICROS_PER_UNIT, money, formatBalance } from "../core/money.ts";
import type { RechargeSettings } from "./rechargeSchema.ts";
import { HOUR, type Instant } from "../core/time.ts";

/** The largest manual top-up: a bigger automatic charge is more likely a fault than a need. */
export const DEFAULT_CHARGE_LIMIT: Micros = 10_000 * MICROS_PER_UNIT;
/** The most charges in an hour: a balance that falls faster needs attention. */
export const MAX_CHARGES_PER_HOUR = 3;

/** A recharge's charge, at the time it was sent. */
export interface PastCharge {
  at: Instant;
  micros: Micros;
}

/** Recent charges by recharges, and the bounds of the account's current day and month. */
export interface RecentCharges {
  charged: readonly PastCharge[];
  day: { from: Instant; to: Instant };
  month: { from: Instant; to: Instant };
}

export type RechargeLimitKind = "cap" | "perCharge" | "perDay" | "hour";

/** A limit that prevents charging the full amount; then nothing is charged. `next`: null if only a person can help. */
export interface ReachedLimit {
  by: RechargeLimitKind;
  /** The limit; null if it limits the number of charges. */
  most: Micros | null;
  next: Instant | null;
}

export const chargedSince = ({ charged }: RecentCharges, from: Instant): Micros =>
  charged.reduce((sum, { at, micros }) => sum + (at >= from ? micros : 0), 0);

/** The first limit that prevents charging the full amount, or null. */
export function findReachedLimit(
  { cap, perCharge, perDay }: Pick<RechargeSettings, "cap" | "perCharge" | "perDay">,
  lately: RecentCharges,
  micros: Micros,
  now: Instant,
): ReachedLimit | null {
  const { day, month, charged } = lately;
  if (micros > perCharge) return { by: "perCharge", most: perCharge, next: null };
  if (cap !== null && micros > cap - chargedSince(lately, month.from)) return { by: "cap", most: cap, next: month.to };
  if (micros > perDay - chargedSince(lately, day.from)) return { by: "perDay", most: perDay, next: day.to };
  const inHour = charged.map(({ at }) => at).filter((at) => at > now - HOUR);
  if (inHour.length < MAX_CHARGES_PER_HOUR) return null;
  return { by: "hour", most: null, next: inHour.toSorted((a, b) => a - b).at(-MAX_CHARGES_PER_HOUR)! + HOUR };
}

/** The messages about a limit: on the recharge, in the simulation and in the forecast. */
export const LIMIT_MESSAGE_KEYS = {
  recharge: {
    cap: "recharge.capReached",
    perCharge: "recharge.tooMuch",
    perDay: "recharge.dayReached",
    hour: "recharge.tooOften",
  },
  drill: { cap: "drill.cap", perCharge: "drill.perCharge", perDay: "drill.perDay", hour: "drill.hour" },
  forecast: { cap: "forecast.cap", perCharge: "forecast.perCharge", perDay: "forecast.perDay" },
} as const satisfies Record<string, Partial<Record<RechargeLimitKind, MessageKey>>>;

/** The limit as text. */
export const formatLimit = ({ most }: Pick<ReachedLimit, "most">, currency: Currency): string =>
  formatBalance(money(most ?? 0, currency), "en");
