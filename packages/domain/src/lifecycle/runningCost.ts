import { isInForce, type Lifecycle } from "./rules.ts";
import type { Micros } from "../core/money.ts";
import type { NumberGroup } from "../numbers/serviceGroups.ts";
import { monthlyFee } from "../numbers/rules.ts";
import type { Terms } from "../plans/catalogue.ts";
import { type AccountServiceFacts, serviceStateAt } from "../numbers/serviceState.ts";
import type { Instant } from "../core/time.ts";

/** An account with everything that costs money each month. */
export interface RunningCostFacts {
  terms: Terms;
  service: AccountServiceFacts;
  numbers: readonly NumberGroup[];
  /** A sub-account has no subscription of its own. */
  subscribed: boolean;
}

/** The active parts of an account, and their monthly cost by its own terms. */
export interface RunningCost {
  /** The number of numbers whose calls connect, that websites show, and whose fee continues. */
  connects: number;
  swaps: number;
  charged: number;
  feeMicros: Micros;
  subscriptionMicros: Micros;
}

/** The possible states; `now` is the present one. */
export const COST_STATES = ["now", "stopped", "paused", "inactive", "canceled"] as const;
export type CostState = (typeof COST_STATES)[number];

export function runningCost({ terms, service, numbers, subscribed }: RunningCostFacts, now: Instant): RunningCost {
  const upkeep = { connects: 0, swaps: 0, charged: 0, feeMicros: 0 };
  for (const { number, count } of numbers) {
    const { connects, swaps, feeGoesOn } = serviceStateAt(service, number, now);
    upkeep.connects += connects ? count : 0;
    upkeep.swaps += swaps ? count : 0;
    if (!feeGoesOn) continue;
    upkeep.charged += count;
    upkeep.feeMicros += count * monthlyFee(terms, number.kind);
  }
  const goesOn = subscribed && !isInForce(service.lifecycle.canceled, now);
  return { ...upkeep, subscriptionMicros: goesOn ? terms.pricePerMonth : 0 };
}

/** The cost of the same account in each state, including the numbers' own stops and pauses. */
export function runningCostIn(standing: CostState, upkept: RunningCostFacts, now: Instant): RunningCost {
  if (standing === "now") return runningCost(upkept, now);
  const { service } = upkept;
  const fact = { since: now, by: "", until: null };
  const running: Lifecycle = { stopped: null, paused: null, canceled: null, leaving: null };
  const lifecycle = standing === "inactive" ? running : { ...running, [standing]: fact };
  return runningCost(
    { ...upkept, service: { ...service, lifecycle, balanceMicros: standing === "inactive" ? -1 : 0 } },
    now,
  );
}

export const countNumbers = (groups: readonly NumberGroup[]): number =>
  groups.reduce((sum, { count }) => sum + count, 0);

/** `1 number`, `12 numbers`. */
export const formatNumberCount = (count: number): string => (count === 1 ? "1 number" : `${count} numbers`);
