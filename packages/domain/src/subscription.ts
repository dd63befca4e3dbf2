import { monthEnd, monthStart, nextMonth } from "./calendar.ts";
import { create, type Effect, post, save } from "./decision.ts";
import { feeMovement } from "./ledger.ts";
import { holds } from "./lifecycle.ts";
import { money } from "./money.ts";
import { phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import type { Billed, Turn } from "./renewals.ts";
import type { SubscriptionData } from "./subscription.schema.ts";
import type { Instant } from "./time.ts";
import { BILLING } from "./usage.ts";

/** The month in which an account is opened is free; each further one is charged in advance. */
export function startSubscription(account: string, zone: string, anchor: Instant, now: Instant): Effect {
  const first = nextMonth(anchor, now, zone);
  const monthFrom = Math.max(anchor, monthStart(anchor, first, zone));
  const data: SubscriptionData = { paidFrom: anchor, monthFrom, renewsAt: first, paidMicros: 0 };
  return create(account, "subscription", account, data, { action: phrase("subscription.didStart", { first }) });
}

/** A further month, whatever the balance is: what cannot be paid is owed. A canceled account's ends with it. */
export function renewSubscription(billed: Billed, subscription: Doc<SubscriptionData>, now: Instant): Turn {
  const { account, zone, payer, currency, terms, service } = billed;
  const { paidFrom, renewsAt } = subscription.data;
  if (renewsAt > now) return { effects: [], spent: 0 };
  const isOver = holds(service.lifecycle.canceled, now);
  const until = isOver ? nextMonth(paidFrom, now, zone) : monthEnd(paidFrom, renewsAt, zone);
  const monthFrom = isOver ? monthStart(paidFrom, until, zone) : renewsAt;
  const paidMicros = isOver ? 0 : terms.pricePerMonth;
  const moved = save(
    "subscription",
    subscription,
    { paidFrom, monthFrom, renewsAt: until, paidMicros },
    {
      action: phrase("subscription.didRenew", { until }),
      actor: BILLING,
    },
  );
  if (paidMicros === 0) return { effects: [moved], spent: 0 };
  const memo = phrase("balance.subscription", { plan: terms.planName });
  const key = `subscription:${account}:${renewsAt}`;
  const charge = post(feeMovement("subscription", payer, account, money(paidMicros, currency), memo, renewsAt, key));
  return { effects: [moved, charge], spent: paidMicros };
}
