import type { AccountData } from "../account/schema.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { Card, Wallet } from "../cards/rules.ts";
import type { Effect } from "../core/effect.ts";
import type { PaidFee } from "../core/ledger.ts";
import type { Micros } from "../core/money.ts";
import type { ProviderRequestData } from "../core/provider-request/providerRequestSchema.ts";
import type { Doc } from "../core/record.ts";
import type { Lifecycle } from "../lifecycle/rules.ts";
import type { NumberData } from "../numbers/schema.ts";
import type { PlanId, Terms } from "../plans/catalogue.ts";
import type { Freezable } from "../plans/freezing.ts";
import type { Line } from "../proposals/lines.ts";

/** An agency that ends, and its one sub-account that continues as an account of its own. */
export interface DetachmentFacts {
  /** The plan of the new account. */
  plan: PlanId;
  agency: {
    account: Doc<AccountData>;
    terms: Terms;
    lifecycle: Doc<Lifecycle>;
    subscription: Doc<SubscriptionData>;
    /** The last payment for the subscription. */
    fee: PaidFee | null;
    wallet: Wallet | null;
    cards: readonly Card[];
    /** Card charges and refunds in progress. */
    charges: readonly Doc<ProviderRequestData>[];
    balanceMicros: Micros;
  };
  subAccount: Omit<Freezable, "numbers"> & {
    terms: Doc<Terms>;
    subscription: Doc<SubscriptionData> | null;
    wallet: Wallet | null;
    cards: readonly Card[];
    balanceMicros: Micros;
    spendableMicros: Micros;
  };
  /** The number of versions that the sub-account's new plan no longer shows. */
  hiddenVersionCount: number;
}

/** The same with all numbers of the sub-account. */
export type DetachmentWithNumbers = DetachmentFacts & { subAccount: Freezable };

/** The same with all numbers of both accounts. */
export type Detachment = DetachmentWithNumbers & { agency: { numbers: readonly Doc<NumberData>[] } };

/** Lines of the proposal, and what confirming it writes. */
export interface LinesAndEffects {
  lines: Line[];
  effects: Effect[];
}
