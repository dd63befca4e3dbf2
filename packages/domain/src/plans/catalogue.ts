import { fail } from "../core/failure.ts";
import type { Currency, Micros } from "../core/money.ts";
import type { NumberKind } from "../numbers/types.ts";
import { DAY, type Instant } from "../core/time.ts";
import type { Rates } from "../balance/types.ts";

/** Micros a month for one tracking number of each kind. */
export type NumberFees = Record<NumberKind, Micros>;

/** The most records that can be named to stay active. */
export const KEEP_SELECTION_MAX = 10_000;

/** The resources that a plan may limit. */
export const LIMITED_RESOURCES = ["numbers", "queues", "people"] as const;
export type LimitedResource = (typeof LIMITED_RESOURCES)[number];
/** How many of each can be active; null: unlimited. */
export type Limits = Record<LimitedResource, number | null>;
export const NO_LIMITS: Limits = { numbers: null, queues: null, people: null };

/** A plan's offer. The catalogue is data: another plan is one more entry. */
export interface Plan {
  id: PlanId;
  name: string;
  /** Micros a month, in US dollars. */
  pricePerMonth: Micros;
  retentionDays: number;
  mayHaveSubAccounts: boolean;
  limits: Limits;
  /** Whether calls to a frozen number still connect. If so, its fee continues. */
  frozenConnects: boolean;
  numberFees: NumberFees;
  rates: Rates;
  recharge: RechargeTerms;
}

/** In micros. `minimum`: the least that the target must be above the threshold; the others are a new account's defaults. */
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
    frozenConnects: true,
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
    frozenConnects: true,
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

/** How long history beyond a smaller plan is kept, hidden: changing back shows it again. */
export const HIDDEN_HISTORY_MS = 30 * DAY;

/** The plan as the account agreed to it, copied to the account: a later catalogue never changes a contract. */
export interface Terms extends Omit<Plan, "id" | "name"> {
  plan: PlanId;
  planName: string;
  currency: Currency;
  since: Instant;
  /** Counts the choices of which records stay active. A run that an older choice started skips its remaining items. */
  choice: number;
  /** Longer history from the previous plan, hidden and not yet removed. */
  hiddenHistory: { retentionDays: number; until: Instant } | null;
}

/** The prices of a month, a number and usage, read as of the day when something fell due or happened. */
export const PRICED_FIELDS = ["plan", "planName", "currency", "pricePerMonth", "numberFees", "rates"] as const;
export type PricedTerms = Pick<Terms, (typeof PRICED_FIELDS)[number]>;

/** The terms of an account that signs a plan at `since`. */
export function termsOf(plan: PlanId, currency: Currency, since: Instant): Terms {
  const { id: _id, name: planName, ...offer } = PLANS[plan];
  return { ...offer, plan, planName, currency, since, choice: 0, hiddenHistory: null };
}

/** For how many days the purge keeps the history: a recent plan may have kept it longer. */
export const retainedDays = (
  { retentionDays, hiddenHistory }: Pick<Terms, "retentionDays" | "hiddenHistory">,
  now: Instant,
): number =>
  hiddenHistory !== null && now < hiddenHistory.until
    ? Math.max(hiddenHistory.retentionDays, retentionDays)
    : retentionDays;

/** A plan's limit and how much of it is used. `used`: active records, without frozen ones. */
export interface PlanCapacity {
  resource: LimitedResource;
  plan: string;
  limit: number | null;
  used: number;
}

/** Throws `conflict` if `added` records would exceed the plan's limit. */
export function checkCapacity({ resource, plan, limit, used }: PlanCapacity, added = 1): void {
  if (limit !== null && used + added > limit) fail("conflict", `plans.full-${resource}`, { plan, limit, used });
}
