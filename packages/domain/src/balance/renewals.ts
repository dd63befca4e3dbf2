import { daysAfter, monthEnd, monthsAfter, nextMonthStart } from "../core/calendar.ts";
import { type Effect, post, save } from "../core/effect.ts";
import { request } from "../core/providerRequest.ts";
import { feeMovement, isInactive } from "../core/ledger.ts";
import { isInForce } from "../lifecycle/rules.ts";
import { type Currency, type Micros, money } from "../core/money.ts";
import { monthlyFee } from "../numbers/rules.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { PricedTerms } from "../plans/catalogue.ts";
import type { Doc } from "../core/record.ts";
import { type AccountServiceFacts, serviceStateAt } from "../numbers/serviceState.ts";
import { renewSubscription } from "./subscription.ts";
import type { SubscriptionData } from "./subscriptionSchema.ts";
import type { NumberData } from "../numbers/schema.ts";
import type { Instant } from "../core/time.ts";
import { BILLING_ACTOR } from "./usage.ts";

/** If the balance is negative when a number renews, the number keeps working for this many days and is then held. */
export const GRACE_DAYS = 7;
/** An unpaid number is held for this many days, then released to the carrier. */
export const UNPAID_HOLD_DAYS = 30;

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

/** The formatted numbers that entered grace or a hold with these renewals. */
export interface RenewalOutcome {
  effects: Effect[];
  unpaid: string[];
  held: string[];
}

interface Environment {
  now: Instant;
  newId: () => string;
}

/** One renewal's cost and effect on the number. */
export interface RenewalStep {
  effects: Effect[];
  spent: Micros;
  became?: "unpaid" | "held";
}

const NO_RENEWAL: RenewalStep = { effects: [], spent: 0 };

/** The renewals of an account that are due together: at most one month of each. */
export interface DueRenewals {
  subscription: Doc<SubscriptionData> | null;
  numbers: readonly Doc<NumberData>[];
}

/**
 * Renews everything due in order of its due date; each fee lowers the balance for the next one. A fee may take the
 * balance below zero. Numbers due after that wait in grace, then held, until there is money again. The subscription
 * continues as a debt, and at the same instant it comes last.
 */
export function renewDue(
  billed: BilledAccount,
  { subscription, numbers }: DueRenewals,
  environment: Environment,
): RenewalOutcome {
  const renewed: RenewalOutcome = { effects: [], unpaid: [], held: [] };
  let { balanceMicros } = billed.service;
  const take = (turnIn: (standing: BilledAccount) => RenewalStep, shown: string) => {
    const { effects, spent, became } = turnIn({ ...billed, service: { ...billed.service, balanceMicros } });
    balanceMicros -= spent;
    for (const effect of effects) renewed.effects.push(effect);
    if (became) renewed[became].push(shown);
  };
  const sorted = numbers.toSorted(byDueDate);
  const isLater = ({ data }: Doc<NumberData>) =>
    subscription !== null && (data.renewsAt ?? 0) > subscription.data.renewsAt;
  const takeNumber = (number: Doc<NumberData>) =>
    take((standing) => renewNumber(standing, number, environment), formatPhoneNumber(number.data.e164));
  sorted.filter((number) => !isLater(number)).forEach(takeNumber);
  if (subscription) take((standing) => renewSubscription(standing, subscription, environment.now), "");
  sorted.filter(isLater).forEach(takeNumber);
  return renewed;
}

const byDueDate = ({ data: a }: Doc<NumberData>, { data: b }: Doc<NumberData>): number =>
  (a.renewsAt ?? 0) - (b.renewsAt ?? 0) || (a.e164 < b.e164 ? -1 : 1);

function renewNumber(billed: BilledAccount, number: Doc<NumberData>, environment: Environment): RenewalStep {
  const { standing, renewsAt, graceUntil } = number.data;
  const { now } = environment;
  const isPaid = !isInactive(billed.service.balanceMicros);
  if (standing.is === "held") {
    // After its hold it counts as released, whether or not that has been recorded.
    if (standing.until <= now) return releaseToCarrier(number, environment.newId(), now);
    return graceUntil !== null && isPaid && isNotCanceled(billed, now) ? resumeNumber(billed, number, now) : NO_RENEWAL;
  }
  if (standing.is === "forwarded")
    return standing.until <= now ? releaseToCarrier(number, environment.newId(), now) : NO_RENEWAL;
  if (renewsAt === null) return NO_RENEWAL;
  if ((standing.is !== "active" && standing.is !== "porting") || renewsAt > now) return NO_RENEWAL;
  // Left over from a cancellation: nobody pays for another month. It stays while the cancellation can be undone.
  if (standing.is === "active" && !isNotCanceled(billed, now) && !canBeUndone(billed, now))
    return releaseToCarrier(number, environment.newId(), now);
  if (!serviceStateAt(billed.service, number.data, now).feeGoesOn) return skipMonth(billed, number, now);
  if (isPaid) return chargeNextMonth(billed, number);
  if (graceUntil === null) return startGrace(billed, number, now);
  return graceUntil <= now ? holdUnpaid(billed, number, now) : NO_RENEWAL;
}

/** Nothing is resumed automatically in a canceled account. */
const isNotCanceled = ({ service }: BilledAccount, now: Instant): boolean =>
  !isInForce(service.lifecycle.canceled, now);

const canBeUndone = ({ service }: BilledAccount, now: Instant): boolean =>
  now < (service.lifecycle.leaving?.undoUntil ?? 0);

const saveRenewedNumber = (
  number: Doc<NumberData>,
  data: Partial<NumberData>,
  action: ReturnType<typeof message>,
  quiet = false,
) =>
  save(
    "number",
    number,
    { ...number.data, ...data },
    {
      action,
      actor: BILLING_ACTOR,
      ...(quiet ? { log: "activity" as const } : {}),
    },
  );

/** Charged for its due day, whenever that happens: the key lets each due day be paid only once. */
function renewalFee(
  { account, payer, currency, termsAt }: BilledAccount,
  number: Doc<NumberData>,
  dueAt: Instant,
): { effects: Effect[]; spent: Micros } {
  const { kind, e164 } = number.data;
  const micros = monthlyFee(termsAt(dueAt), kind);
  if (micros === 0) return { effects: [], spent: 0 };
  const memo = message("balance.renewal", { number: formatPhoneNumber(e164) });
  const key = `renewal:${number.id}:${dueAt}`;
  const paid = post(feeMovement("number", payer, account, money(micros, currency), memo, dueAt, key));
  return { effects: [paid], spent: micros };
}

function chargeNextMonth(billed: BilledAccount, number: Doc<NumberData>): RenewalStep {
  const { renewsAt, paidFrom, e164 } = number.data;
  const until = monthEnd(paidFrom ?? renewsAt!, renewsAt!, billed.zone);
  const { effects, spent } = renewalFee(billed, number, renewsAt!);
  const action = message("tracking.didRenew", { number: formatPhoneNumber(e164), until });
  return {
    effects: [saveRenewedNumber(number, { renewsAt: until, graceUntil: null }, action, true), ...effects],
    spent,
  };
}

/** In this state no fee is charged, but the months keep counting. */
function skipMonth({ zone }: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const { renewsAt, paidFrom, e164 } = number.data;
  const until = nextMonthStart(paidFrom ?? renewsAt!, now, zone);
  const action = message("tracking.didRenew", { number: formatPhoneNumber(e164), until });
  return { effects: [saveRenewedNumber(number, { renewsAt: until, graceUntil: null }, action, true)], spent: 0 };
}

function startGrace({ zone }: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const graceUntil = daysAfter(now, GRACE_DAYS, zone);
  const action = message("tracking.didFallDue", { number: formatPhoneNumber(number.data.e164), until: graceUntil });
  return { effects: [saveRenewedNumber(number, { graceUntil }, action)], spent: 0, became: "unpaid" };
}

function holdUnpaid({ zone }: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const until = daysAfter(now, UNPAID_HOLD_DAYS, zone);
  const action = message("tracking.didHoldUnpaid", { number: formatPhoneNumber(number.data.e164), until });
  return {
    effects: [saveRenewedNumber(number, { standing: { is: "held", since: now, until } }, action)],
    spent: 0,
    became: "held",
  };
}

/** There is money again: a new month begins today at today's price. */
function resumeNumber(billed: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const { effects, spent } = renewalFee(billed, number, now);
  const data = {
    standing: { is: "active", since: now },
    paidFrom: now,
    renewsAt: monthsAfter(now, 1, billed.zone),
    graceUntil: null,
  } as const;
  const action = message("tracking.didReturn", { number: formatPhoneNumber(number.data.e164) });
  return { effects: [saveRenewedNumber(number, data, action), ...effects], spent };
}

/** Releases it to the carrier: its hold has ended, or its forwarded minutes are used up. */
export const endForwarding = (number: Doc<NumberData>, errand: string, now: Instant): Effect[] =>
  releaseToCarrier(number, errand, now).effects;

function releaseToCarrier(number: Doc<NumberData>, errand: string, now: Instant): RenewalStep {
  const { e164, standing: was } = number.data;
  const shown = formatPhoneNumber(e164);
  const wanted = { what: "release number", about: e164, record: number.id, input: { shown, was } } as const;
  const action = message("tracking.didLetGo", { number: shown });
  const leaving = saveRenewedNumber(number, { standing: { is: "releasing", since: now } }, action);
  return { effects: [leaving, ...request(number.account, errand, wanted, BILLING_ACTOR, now)], spent: 0 };
}
