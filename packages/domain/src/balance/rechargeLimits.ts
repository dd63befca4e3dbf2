import type { MessageKey } from "../core/messages/keys.ts";
import { type Currency, type Micros, MICROS_PER_UNIT, money, formatBalance } from "../core/money.ts";
import type { RechargeSettings } from "./rechargeSchema.ts";
import { HOUR, type Instant } from "../core/time.ts";

/** As much as somebody can charge by hand at once: more by itself is a fault somewhere, and no need. */
export const DEFAULT_CHARGE_LIMIT: Micros = 10_000 * MICROS_PER_UNIT;
/** So often within an hour: a balance that falls faster than that wants somebody to look. */
export const MAX_CHARGES_PER_HOUR = 3;

/** A charge of a recharge that took money, by when it was sent. */
export interface PastCharge {
  at: Instant;
  micros: Micros;
}

/** What recharges have charged lately, and when the account's day and month began and end. */
export interface RecentCharges {
  charged: readonly PastCharge[];
  day: { from: Instant; to: Instant };
  month: { from: Instant; to: Instant };
}

export type RechargeLimitKind = "cap" | "perCharge" | "perDay" | "hour";

/** What keeps a recharge from charging its whole sum: then nothing is charged. `next`: none where only somebody can help. */
export interface ReachedLimit {
  by: RechargeLimitKind;
  /** The limit itself; none where it is a number of times. */
  most: Micros | null;
  next: Instant | null;
}

export const chargedSince = ({ charged }: RecentCharges, from: Instant): Micros =>
  charged.reduce((sum, { at, micros }) => sum + (at >= from ? micros : 0), 0);

/** The first limit that does not leave the whole sum, or null. */
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

/** How a limit is told: in the flight recorder, in the drill and in the forecast. */
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

/** The limit as it stands in the sentences. */
export const formatLimit = ({ most }: Pick<ReachedLimit, "most">, currency: Currency): string =>
  formatBalance(money(most ?? 0, currency), "en");
