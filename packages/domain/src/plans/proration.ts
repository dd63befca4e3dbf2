import type { PaidFee } from "../core/ledger.ts";
import { type Currency, type Micros, money, portion } from "../core/money.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { Instant } from "../core/time.ts";

/** What goes back and what is due when a running month changes its price, in micros. `free`: nobody pays this month. */
export interface Proration {
  free: boolean;
  back: Micros;
  due: Micros;
}

/** By time, to the millisecond; each share rounds half to even. What was given back of the month's `fee` by then is not given back again. */
export function prorate(
  subscription: SubscriptionData,
  fee: PaidFee | null,
  pricePerMonth: Micros,
  currency: Currency,
  at: Instant,
): Proration {
  const { paidFrom, monthFrom: start, renewsAt, paidMicros } = subscription;
  // The month in which an account is opened is free on every plan.
  if (start === paidFrom && paidMicros === 0) return { free: true, back: 0, due: 0 };
  const left = Math.min(Math.max(renewsAt - at, 0), renewsAt - start);
  const share = (micros: Micros) => portion(money(micros, currency), left, renewsAt - start).micros;
  return { free: false, back: Math.min(share(paidMicros), fee?.left ?? 0), due: share(pricePerMonth) };
}
