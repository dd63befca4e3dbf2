import type { Currency, Micros } from "./money.ts";
import type { NumberKind } from "./tracking.ts";
import type { Rates } from "./usage.ts";

/** Micros a month for one tracking number of each kind. */
export type NumberFees = Record<NumberKind, Micros>;

/** What a plan offers. The catalogue is data: a further plan is one entry. */
export interface Plan {
  id: PlanId;
  name: string;
  /** Micros a month, in US dollars. */
  pricePerMonth: Micros;
  retentionDays: number;
  mayHaveSubAccounts: boolean;
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

/** What becomes of a number that goes beyond a plan: whether its calls still connect, and with them its fee goes on. */
export const PARKED_SERVES: Record<PlanId, boolean> = { essentials: true, advanced: true };

/** The terms as they stand on the day of signing, copied onto the account: a later catalogue rewrites no contract. */
export interface Terms {
  plan: PlanId;
  planName: string;
  currency: Currency;
  pricePerMonth: Micros;
  retentionDays: number;
  mayHaveSubAccounts: boolean;
  numberFees: NumberFees;
  rates: Rates;
  recharge: RechargeTerms;
  since: number;
}

export function termsOf(id: PlanId, currency: Currency, now: number): Terms {
  const { name, pricePerMonth, retentionDays, mayHaveSubAccounts, numberFees, rates, recharge } = PLANS[id];
  return {
    plan: id,
    planName: name,
    currency,
    pricePerMonth,
    retentionDays,
    mayHaveSubAccounts,
    numberFees,
    rates,
    recharge,
    since: now,
  };
}
