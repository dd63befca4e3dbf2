import type { Currency, Micros } from "./money.ts";

/** What a plan offers. The catalogue is data: a further plan is one entry. */
export interface Plan {
  id: PlanId;
  name: string;
  /** Micros a month, in US dollars. */
  pricePerMonth: Micros;
  retentionDays: number;
  mayHaveSubAccounts: boolean;
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
  },
  advanced: {
    id: "advanced",
    name: "Advanced",
    pricePerMonth: 99_000_000,
    retentionDays: 120,
    mayHaveSubAccounts: true,
  },
};

/** The terms as they stand on the day of signing, copied onto the account: a later catalogue rewrites no contract. */
export interface Terms {
  plan: PlanId;
  planName: string;
  currency: Currency;
  pricePerMonth: Micros;
  retentionDays: number;
  mayHaveSubAccounts: boolean;
  since: number;
}

export function termsOf(id: PlanId, currency: Currency, now: number): Terms {
  const { name, pricePerMonth, retentionDays, mayHaveSubAccounts } = PLANS[id];
  return { plan: id, planName: name, currency, pricePerMonth, retentionDays, mayHaveSubAccounts, since: now };
}
