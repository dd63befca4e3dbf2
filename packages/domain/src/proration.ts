import { type Currency, type Micros, money, portion } from "./money.ts";
import type { SubscriptionData } from "./subscription.schema.ts";
import { type Instant, monthsAfter } from "./time.ts";

/** What goes back and what is due when a running month changes its price, in micros. `free`: nobody pays this month. */
export interface Prorated {
  free: boolean;
  back: Micros;
  due: Micros;
}

/** When the month began that ends with the next charge. */
export function monthStart({ paidFrom, renewsAt }: Pick<SubscriptionData, "paidFrom" | "renewsAt">): Instant {
  const [from, to] = [new Date(paidFrom), new Date(renewsAt)];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return Math.max(paidFrom, monthsAfter(paidFrom, months - 1));
}

/** By time, to the millisecond; each share rounds half to even. */
export function prorated(
  subscription: SubscriptionData,
  pricePerMonth: Micros,
  currency: Currency,
  at: Instant,
): Prorated {
  const { paidFrom, renewsAt, paidMicros } = subscription;
  const start = monthStart(subscription);
  // The month in which an account is opened is free on every plan.
  if (start === paidFrom && paidMicros === 0) return { free: true, back: 0, due: 0 };
  const left = Math.min(Math.max(renewsAt - at, 0), renewsAt - start);
  const share = (micros: Micros) => portion(money(micros, currency), left, renewsAt - start).micros;
  return { free: false, back: share(paidMicros), due: share(pricePerMonth) };
}
