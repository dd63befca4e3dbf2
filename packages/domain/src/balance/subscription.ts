import type { AccountData } from "../account/schema.ts";
import { monthEnd, monthStart, nextMonthStart } from "../core/calendar.ts";
import { create, type Effect, post, save } from "../core/effect.ts";
import { feeMovement, type PaidFee } from "../core/ledger.ts";
import { isInForce, RUNNING } from "../lifecycle/rules.ts";
import { type Micros, money } from "../core/money.ts";
import { message } from "../core/message.ts";
import type { Terms } from "../plans/catalogue.ts";
import { effectLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import type { BilledAccount, RenewalStep } from "./renewalStep.ts";
import type { AccountServiceFacts } from "../numbers/serviceState.ts";
import type { SubscriptionData } from "./subscriptionSchema.ts";
import type { Instant } from "../core/time.ts";
import { BILLING_ACTOR } from "./usage.ts";

/** The account, its payer and its price. */
type SubscriptionFacts = Pick<BilledAccount, "account" | "zone" | "payer" | "currency" | "termsAt"> & {
  service: Pick<AccountServiceFacts, "lifecycle">;
};

/** Past months not charged yet, at the prices of their time, and the subscription afterwards. */
export interface OverdueMonths {
  months: number;
  spent: Micros;
  effects: Effect[];
  subscription: Doc<SubscriptionData>;
  /** The payment for the month that is current after these charges; null if it is free. */
  fee: PaidFee | null;
}

/** Anything that changes the current month of an active account must first charge the months before it. */
export function chargeOverdueMonths(
  { id, data: { zone } }: Doc<AccountData>,
  terms: Terms,
  subscription: Doc<SubscriptionData>,
  now: Instant,
  fee: PaidFee | null = null,
): OverdueMonths {
  const overdue: OverdueMonths = { months: 0, spent: 0, effects: [], subscription, fee };
  const { currency } = terms;
  const facts = { account: id, zone, payer: id, currency, termsAt: () => terms, service: { lifecycle: RUNNING } };
  while (overdue.subscription.data.renewsAt <= now) {
    const { data, spent, effects } = renewSubscription(facts, overdue.subscription, now);
    overdue.months += 1;
    overdue.spent += spent;
    overdue.effects = [...overdue.effects, ...effects];
    overdue.subscription = { ...subscription, data };
    overdue.fee = spent === 0 ? null : { key: monthKey(id, data.periodStart), remaining: spent };
  }
  return overdue;
}

/** The key under which a month is charged once: its due day. */
const monthKey = (account: string, dueAt: Instant): string => `subscription:${account}:${dueAt}`;

/** The overdue months as a line of a proposal; none if nothing is due. */
export const overdueLines = ({ months, spent }: OverdueMonths, { planName: plan }: Terms): Line[] =>
  spent === 0
    ? []
    : [
        effectLine(
          "overdue",
          "money now",
          months === 1
            ? message("balance.subscription.overdueOne", { plan })
            : message("balance.subscription.overdue", { plan, months }),
          spent,
        ),
      ];

/** The month in which an account opens is free; each later one is charged in advance. */
export function startSubscription(account: string, zone: string, anchor: Instant, now: Instant): Effect {
  const first = nextMonthStart(anchor, now, zone);
  const periodStart = Math.max(anchor, monthStart(anchor, first, zone));
  const data: SubscriptionData = { billingAnchor: anchor, periodStart, renewsAt: first, paidMicros: 0 };
  return create(account, "subscription", account, data, {
    action: message("balance.subscription.didStart", { first }),
  });
}

/**
 * Charges another month, whatever the balance is: an unpaid fee becomes a debt. A canceled account's subscription ends.
 */
export function renewSubscription(
  facts: SubscriptionFacts,
  subscription: Doc<SubscriptionData>,
  now: Instant,
): RenewalStep & { data: SubscriptionData } {
  const { account, zone, payer, currency, termsAt, service } = facts;
  const { billingAnchor, renewsAt } = subscription.data;
  if (renewsAt > now) return { effects: [], spent: 0, data: subscription.data };
  const terms = termsAt(renewsAt);
  const isCanceled = isInForce(service.lifecycle.canceled, renewsAt);
  const until = isCanceled ? nextMonthStart(billingAnchor, now, zone) : monthEnd(billingAnchor, renewsAt, zone);
  const periodStart = isCanceled ? monthStart(billingAnchor, until, zone) : renewsAt;
  const paidMicros = isCanceled ? 0 : terms.pricePerMonth;
  const data: SubscriptionData = { billingAnchor, periodStart, renewsAt: until, paidMicros };
  const action = message(paidMicros === 0 ? "balance.subscription.didMoveOn" : "balance.subscription.didRenew", {
    until,
  });
  const saved = save("subscription", subscription, data, { action, actor: BILLING_ACTOR });
  if (paidMicros === 0) return { effects: [saved], spent: 0, data };
  const memo = message("balance.subscription", { plan: terms.planName });
  const key = monthKey(account, renewsAt);
  const charge = post(feeMovement("subscription", payer, account, money(paidMicros, currency), memo, renewsAt, key));
  return { effects: [saved, charge], spent: paidMicros, data };
}
