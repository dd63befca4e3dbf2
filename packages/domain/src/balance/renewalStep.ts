import type { Effect } from "../core/effect.ts";
import type { Currency, Micros } from "../core/money.ts";
import type { Instant } from "../core/time.ts";
import type { AccountServiceFacts } from "../numbers/serviceState.ts";
import type { PricedTerms } from "../plans/catalogue.ts";

/** An account whose renewals are due, with the payer's balance before the first one. */
export interface BilledAccount {
  account: string;
  /** The zone for its months and days. */
  zone: string;
  payer: string;
  currency: Currency;
  /** The terms in force at an instant: each month costs what it did when it fell due. */
  termsAt: (at: Instant) => PricedTerms;
  service: AccountServiceFacts;
}

/** One renewal: what it writes, its cost in micros, and the state that an unpaid number entered. */
export interface RenewalStep {
  effects: Effect[];
  spent: Micros;
  became?: "unpaid" | "held";
}
