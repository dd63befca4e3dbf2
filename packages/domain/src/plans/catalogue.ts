import { fail } from "../core/failure.ts";
import type { Currency, Micros } from "../core/money.ts";
import type { NumberKind } from "../numbers/types.ts";
import { DAY, type Instant } from "../core/time.ts";
import type { Rates } from "../balance/usage.ts";

/** Micros a month for one tracking number of each kind. */
export type NumberFees = Record<NumberKind, Micros>;

/** So many can be named that are to stay. */
export const KEPT_MAX = 10_000;

/** What a plan may set a limit to. */
export const LIMITED_RESOURCES = ["numbers", "queues", "people"] as const;
export type LimitedResource = (typeof LIMITED_RESOURCES)[number];
/** How many of each can be at work; null: as many as one likes. */
export type Limits = Record<LimitedResource, number | null>;
export const NO_LIMITS: Limits = { numbers: null, queues: null, people: null };

/** What a plan offers. The catalogue is data: a further plan is one entry. */
export interface Plan {
  id: PlanId;
  name: string;
  /** Micros a month, in US dollars. */
  pricePerMonth: Micros;
  retentionDays: number;
  mayHaveSubAccounts: boolean;
  limits: Limits;
  /** Whether calls to a number that goes beyond the plan still connect, and with them its fee goes on. */
  parkedServes: boolean;
  numberFees: NumberFees;
  rates: Rates;
  recharge: RechargeTerms;
}

/** Micros: the least between threshold and target, and what is offered where nobody has chosen yet. */
export interface RechargeTerms {
  minimum: Micros;
  threshold: Micros;
  target: Micros;
}

export const PLAN_IDS = ["essentials", "advanced"] as const;
export type PlanId = (typeof PLAN_IDS)[number];

export const PLANS: Record<PlanId, Plan> = {
  essentials: {
    id: "essentials",
    name: "Essentials",
    pricePerMonth: 39_000_000,
    retentionDays: 7,
    mayHaveSubAccounts: false,
    limits: { numbers: 25, queues: 5, people: 10 },
    parkedServes: true,
    numberFees: { local: 2_000_000, "toll-free": 3_000_000, international: 5_000_000 },
    rates: {
      minutes: 45_000,
      "toll-free minutes": 65_000,
      "international minutes": 160_000,
      messages: 15_000,
      transcription: 25_000,
      "caller names": 10_000,
    },
    recharge: { minimum: 10_000_000, threshold: 10_000_000, target: 25_000_000 },
  },
  advanced: {
    id: "advanced",
    name: "Advanced",
    pricePerMonth: 99_000_000,
    retentionDays: 120,
    mayHaveSubAccounts: true,
    limits: NO_LIMITS,
    parkedServes: true,
    numberFees: { local: 1_500_000, "toll-free": 2_500_000, international: 4_000_000 },
    rates: {
      minutes: 34_500,
      "toll-free minutes": 52_500,
      "international minutes": 130_000,
      messages: 11_500,
      transcription: 20_000,
      "caller names": 7_500,
    },
    recharge: { minimum: 10_000_000, threshold: 10_000_000, target: 25_000_000 },
  },
};

/** So long what a smaller plan no longer shows of the history is kept, hidden: going back brings it back. */
export const HIDDEN_HISTORY_MS = 30 * DAY;

/** The terms as they stand on the day of signing, copied onto the account: a later catalogue rewrites no contract. */
export interface Terms extends Omit<Plan, "id" | "name"> {
  plan: PlanId;
  planName: string;
  currency: Currency;
  since: Instant;
  /** How often it was chosen anew what stays at work under it: what an older choice began is over. */
  choice: number;
  /** A longer history of the plan before, hidden and not yet removed. */
  kept: { retentionDays: number; until: Instant } | null;
}

/** What a month, a number and usage cost: it is asked as of the day on which something fell due or happened. */
export const PRICED_FIELDS = ["plan", "planName", "currency", "pricePerMonth", "numberFees", "rates"] as const;
export type PricedTerms = Pick<Terms, (typeof PRICED_FIELDS)[number]>;

export function termsOf(plan: PlanId, currency: Currency, since: Instant): Terms {
  const { id: _id, name: planName, ...offer } = PLANS[plan];
  return { ...offer, plan, planName, currency, since, choice: 0, kept: null };
}

/** For how many days the purge leaves the history alone: a plan of late may have kept it for longer. */
export const retainedDays = ({ retentionDays, kept }: Pick<Terms, "retentionDays" | "kept">, now: Instant): number =>
  kept !== null && now < kept.until ? Math.max(kept.retentionDays, retentionDays) : retentionDays;

/** How much room a plan leaves for a further one. `used`: what is at work, without what is parked. */
export interface PlanCapacity {
  what: LimitedResource;
  plan: string;
  limit: number | null;
  used: number;
}

/** Throws `conflict` where so many more go beyond the plan. */
export function checkCapacity({ what, plan, limit, used }: PlanCapacity, more = 1): void {
  if (limit !== null && used + more > limit) fail("conflict", `plans.full-${what}`, { plan, limit, used });
}
