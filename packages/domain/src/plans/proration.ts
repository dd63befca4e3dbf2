import type { PaidFee } from "../core/ledger.ts";
import { type Currency, type Micros, money, portion } from "../core/money.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { Instant } from "../core/time.ts";

/** The refund and charge, in micros, when the price of the current month changes. `free`: nobody pays this month. */
export interface Proration {
  free: boolean;
  back: Micros;
  due: Micros;
}

/** Prorated by milliseconds; each share is rounded half to even. Earlier refunds of the month's `fee` are deducted. */
export function prorate(
  subscription: SubscriptionData,
  fee: PaidFee | null,
  pricePerMonth: Micros,
  currency: Currency,
  at: Instant,
): Proration {
  const { paidFrom, monthFrom: start, renewsAt, paidMicros } = subscription;
  // The month in which an account opens is free on every plan.
  if (start === paidFrom && paidMicros === 0) return { free: true, back: 0, due: 0 };
  const left = Math.min(Math.max(renewsAt - at, 0), renewsAt - start);
  const share = (micros: Micros) => portion(money(micros, currency), left, renewsAt - start).micros;
  return { free: false, back: Math.min(share(paidMicros), fee?.left ?? 0), due: share(pricePerMonth) };
}
