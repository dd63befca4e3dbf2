import type { MessageKey } from "../core/messages/keys.ts";
import { type Currency, type Micros, money, formatBalance } from "../core/money.ts";
import type { RechargeSettings } from "./rechargeSchema.ts";
import { HOUR, type Instant } from "../core/time.ts";

/** The most charges in an hour: a balance that falls faster needs attention. */
export const MAX_CHARGES_PER_HOUR = 3;

/** A recharge's charge, at the time it was sent. */
export interface PastCharge {
  at: Instant;
  micros: Micros;
}

/** Recent charges by recharges, and the bounds of the account's current day and month. */
export interface RecentCharges {
  charges: readonly PastCharge[];
  day: { from: Instant; to: Instant };
  month: { from: Instant; to: Instant };
}

/** `cap`: the monthly cap. `hour`: the number of charges in an hour. */
export type RechargeLimitKind = "cap" | "perCharge" | "perDay" | "hour";

/** A limit that prevents charging the full amount, so nothing is charged. `liftedAt`: null if only a person can lift it. */
export interface ReachedLimit {
  kind: RechargeLimitKind;
  /** The limit in micros; null for `hour`, which limits the number of charges. */
  limit: Micros | null;
  liftedAt: Instant | null;
}

/** The sum of the charges that were sent since an instant. */
export const chargedSince = ({ charges }: RecentCharges, from: Instant): Micros =>
  charges.reduce((sum, { at, micros }) => sum + (at >= from ? micros : 0), 0);

/** The first limit that prevents charging the full amount, or null. */
export function findReachedLimit(
  { monthlyCap, perCharge, perDay }: Pick<RechargeSettings, "monthlyCap" | "perCharge" | "perDay">,
  recent: RecentCharges,
  micros: Micros,
  now: Instant,
): ReachedLimit | null {
  const { day, month, charges } = recent;
  if (micros > perCharge) return { kind: "perCharge", limit: perCharge, liftedAt: null };
  if (monthlyCap !== null && micros > monthlyCap - chargedSince(recent, month.from))
    return { kind: "cap", limit: monthlyCap, liftedAt: month.to };
  if (micros > perDay - chargedSince(recent, day.from)) return { kind: "perDay", limit: perDay, liftedAt: day.to };
  const sentInLastHour = charges.map(({ at }) => at).filter((at) => at > now - HOUR);
  if (sentInLastHour.length < MAX_CHARGES_PER_HOUR) return null;
  const thirdLatest = sentInLastHour.toSorted((a, b) => a - b).at(-MAX_CHARGES_PER_HOUR)!;
  return { kind: "hour", limit: null, liftedAt: thirdLatest + HOUR };
}

/** The messages about a limit: on the recharge, in the simulation and in the forecast. */
export const LIMIT_MESSAGE_KEYS = {
  recharge: {
    cap: "balance.recharge.monthlyCapReached",
    perCharge: "balance.recharge.aboveChargeLimit",
    perDay: "balance.recharge.dailyLimitReached",
    hour: "balance.recharge.tooManyCharges",
  },
  simulation: {
    cap: "balance.rechargeSimulation.cap",
    perCharge: "balance.rechargeSimulation.perCharge",
    perDay: "balance.rechargeSimulation.perDay",
    hour: "balance.rechargeSimulation.hour",
  },
  forecast: { cap: "balance.forecast.cap", perCharge: "balance.forecast.perCharge", perDay: "balance.forecast.perDay" },
} as const satisfies Record<string, Partial<Record<RechargeLimitKind, MessageKey>>>;

/** The limit as text. */
export const formatLimit = ({ limit }: Pick<ReachedLimit, "limit">, currency: Currency): string =>
  formatBalance(money(limit ?? 0, currency), "en");
