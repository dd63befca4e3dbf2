import { holds, type Lifecycle } from "./lifecycle.ts";
import type { Micros } from "./money.ts";
import type { NumberGroup } from "./numberGroups.ts";
import { feeOf } from "./numbers.ts";
import type { Terms } from "./plans.ts";
import { type ServiceAccount, serviceAt } from "./service.ts";
import type { Instant } from "./time.ts";

/** An account with all that costs something each month. */
export interface Upkept {
  terms: Terms;
  service: ServiceAccount;
  numbers: readonly NumberGroup[];
  /** A sub-account has no subscription of its own. */
  subscribed: boolean;
}

/** What works, and what it costs a month by the account's own terms. */
export interface Upkeep {
  /** So many numbers whose calls connect, that websites show, and whose fee goes on. */
  connects: number;
  swaps: number;
  charged: number;
  feeMicros: Micros;
  subscriptionMicros: Micros;
}

/** How an account could stand; `now` is how it does. */
export const STANDINGS = ["now", "stopped", "paused", "inactive", "canceled"] as const;
export type Standing = (typeof STANDINGS)[number];

export function upkeepOf({ terms, service, numbers, subscribed }: Upkept, now: Instant): Upkeep {
  const upkeep = { connects: 0, swaps: 0, charged: 0, feeMicros: 0 };
  for (const { number, count } of numbers) {
    const { connects, swaps, feeGoesOn } = serviceAt(service, number, now);
    upkeep.connects += connects ? count : 0;
    upkeep.swaps += swaps ? count : 0;
    if (!feeGoesOn) continue;
    upkeep.charged += count;
    upkeep.feeMicros += count * feeOf(terms, number.kind);
  }
  const goesOn = subscribed && !holds(service.lifecycle.canceled, now);
  return { ...upkeep, subscriptionMicros: goesOn ? terms.pricePerMonth : 0 };
}

/** The same account as it would stand: each state by itself, with what numbers have of their own. */
export function upkeepIn(standing: Standing, upkept: Upkept, now: Instant): Upkeep {
  if (standing === "now") return upkeepOf(upkept, now);
  const { service } = upkept;
  const fact = { since: now, by: "", until: null };
  const running: Lifecycle = { stopped: null, paused: null, canceled: null, leaving: null };
  const lifecycle = standing === "inactive" ? running : { ...running, [standing]: fact };
  return upkeepOf(
    { ...upkept, service: { ...service, lifecycle, balanceMicros: standing === "inactive" ? -1 : 0 } },
    now,
  );
}

export const numbersIn = (groups: readonly NumberGroup[]): number => groups.reduce((sum, { count }) => sum + count, 0);

/** `1 number`, `12 numbers`. */
export const numbersText = (count: number): string => (count === 1 ? "1 number" : `${count} numbers`);
