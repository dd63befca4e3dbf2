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
  /** False for a sub-account: the agency's plan covers it. */
  hasSubscription: boolean;
}

/** The active parts of an account, and their monthly cost by its own terms. */
export interface RunningCost {
  /** How many numbers connect calls. */
  connected: number;
  /** How many numbers websites show. */
  swapped: number;
  /** How many numbers have a fee. */
  charged: number;
  feeMicros: Micros;
  subscriptionMicros: Micros;
}

/** The account states whose cost can be compared; `now` is the present one. */
export const COST_STATES = ["now", "stopped", "paused", "inactive", "canceled"] as const;
export type CostState = (typeof COST_STATES)[number];

export function runningCost({ terms, service, numbers, hasSubscription }: RunningCostFacts, now: Instant): RunningCost {
  const totals = { connected: 0, swapped: 0, charged: 0, feeMicros: 0 };
  for (const { facts, count } of numbers) {
    const { connects, swaps, isCharged } = serviceStateAt(service, facts, now);
    totals.connected += connects ? count : 0;
    totals.swapped += swaps ? count : 0;
    if (!isCharged) continue;
    totals.charged += count;
    totals.feeMicros += count * monthlyFee(terms, facts.kind);
  }
  const isSubscriptionCharged = hasSubscription && !isInForce(service.lifecycle.canceled, now);
  return { ...totals, subscriptionMicros: isSubscriptionCharged ? terms.pricePerMonth : 0 };
}

/** The cost of the same account in each state, including the numbers' own stops and pauses. */
export function runningCostIn(state: CostState, facts: RunningCostFacts, now: Instant): RunningCost {
  if (state === "now") return runningCost(facts, now);
  const { service } = facts;
  const fact = { since: now, by: "", until: null };
  const running: Lifecycle = { stopped: null, paused: null, canceled: null, cancellation: null };
  const lifecycle = state === "inactive" ? running : { ...running, [state]: fact };
  return runningCost(
    { ...facts, service: { ...service, lifecycle, balanceMicros: state === "inactive" ? -1 : 0 } },
    now,
  );
}

export const countNumbers = (groups: readonly NumberGroup[]): number =>
  groups.reduce((sum, { count }) => sum + count, 0);

/** `1 number`, `12 numbers`. */
export const formatNumberCount = (count: number): string => (count === 1 ? "1 number" : `${count} numbers`);
