import type { PaidFee } from "../core/ledger.ts";
import { type Currency, type Micros, money, portion } from "../core/money.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { Instant } from "../core/time.ts";

/** The refund and charge, in micros, when the price of the current month changes. `isFree`: nobody pays this month. */
export interface Proration {
  isFree: boolean;
  refund: Micros;
  charge: Micros;
}

/** Prorated by milliseconds; each share is rounded half to even. Earlier refunds of the month's `fee` are deducted. */
export function prorate(
  subscription: SubscriptionData,
  fee: PaidFee | null,
  pricePerMonth: Micros,
  currency: Currency,
  at: Instant,
): Proration {
  const { billingAnchor, periodStart: start, renewsAt, paidMicros } = subscription;
  // The month in which an account opens is free on every plan; it starts at the billing anchor.
  if (start === billingAnchor && paidMicros === 0) return { isFree: true, refund: 0, charge: 0 };
  const remainingMs = Math.min(Math.max(renewsAt - at, 0), renewsAt - start);
  const share = (micros: Micros) => portion(money(micros, currency), remainingMs, renewsAt - start).micros;
  return { isFree: false, refund: Math.min(share(paidMicros), fee?.remaining ?? 0), charge: share(pricePerMonth) };
}
