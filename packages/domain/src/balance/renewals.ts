import { releaseInput } from "../numbers/release.ts";
import type { BilledAccount, RenewalStep } from "./renewalStep.ts";
import { daysAfter, monthEnd, monthsAfter, nextMonthStart } from "../core/calendar.ts";
import { type Effect, post, save } from "../core/effect.ts";
import { request } from "../core/provider-request/providerRequest.ts";
import { feeMovement, isInactive } from "../core/ledger.ts";
import { isInForce } from "../lifecycle/rules.ts";
import { type Micros, money } from "../core/money.ts";
import { monthlyFee } from "../numbers/rules.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { serviceStateAt } from "../numbers/serviceState.ts";
import { renewSubscription } from "./subscription.ts";
import type { SubscriptionData } from "./subscriptionSchema.ts";
import type { NumberData } from "../numbers/schema.ts";
import type { Instant } from "../core/time.ts";
import { BILLING_ACTOR } from "./usage.ts";

/** If the balance is negative when a number renews, the number keeps working for this many days and is then held. */
export const GRACE_DAYS = 7;
/** An unpaid number is held for this many days, then released to the carrier. */
export const UNPAID_HOLD_DAYS = 30;

/** `unpaid`, `held`: the numbers that entered grace or a hold with these renewals, formatted for people. */
export interface RenewalOutcome {
  effects: Effect[];
  unpaid: string[];
  held: string[];
}

interface Environment {
  now: Instant;
  newId: () => string;
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
 * is charged in any case, as a debt if need be; numbers due at the same instant are renewed before it.
 */
export function renewDue(
  billed: BilledAccount,
  { subscription, numbers }: DueRenewals,
  environment: Environment,
): RenewalOutcome {
  const outcome: RenewalOutcome = { effects: [], unpaid: [], held: [] };
  let { balanceMicros } = billed.service;
  const applyStep = (step: (state: BilledAccount) => RenewalStep, formattedNumber: string) => {
    const { effects, spent, became } = step({ ...billed, service: { ...billed.service, balanceMicros } });
    balanceMicros -= spent;
    for (const effect of effects) outcome.effects.push(effect);
    if (became) outcome[became].push(formattedNumber);
  };
  const sorted = numbers.toSorted(byDueDate);
  const isDueAfterSubscription = ({ data }: Doc<NumberData>) =>
    subscription !== null && (data.renewsAt ?? 0) > subscription.data.renewsAt;
  const applyNumberStep = (number: Doc<NumberData>) =>
    applyStep((state) => renewNumber(state, number, environment), formatPhoneNumber(number.data.e164));
  sorted.filter((number) => !isDueAfterSubscription(number)).forEach(applyNumberStep);
  // The subscription is never held, so its step needs no number.
  if (subscription) applyStep((state) => renewSubscription(state, subscription, environment.now), "");
  sorted.filter(isDueAfterSubscription).forEach(applyNumberStep);
  return outcome;
}

const byDueDate = ({ data: a }: Doc<NumberData>, { data: b }: Doc<NumberData>): number =>
  (a.renewsAt ?? 0) - (b.renewsAt ?? 0) || (a.e164 < b.e164 ? -1 : 1);

function renewNumber(billed: BilledAccount, number: Doc<NumberData>, environment: Environment): RenewalStep {
  const { state, renewsAt, graceUntil } = number.data;
  const { now } = environment;
  const isPaid = !isInactive(billed.service.balanceMicros);
  if (state.is === "held") {
    // After its hold it counts as released, whether or not that has been recorded.
    if (state.until <= now) return releaseToCarrier(number, environment.newId(), now);
    return graceUntil !== null && isPaid && isNotCanceled(billed, now) ? resumeNumber(billed, number, now) : NO_RENEWAL;
  }
  if (state.is === "forwarded")
    return state.until <= now ? releaseToCarrier(number, environment.newId(), now) : NO_RENEWAL;
  if (renewsAt === null) return NO_RENEWAL;
  if ((state.is !== "active" && state.is !== "porting") || renewsAt > now) return NO_RENEWAL;
  // An active number in a canceled account: nobody pays for another month. It stays while undoing is possible.
  if (state.is === "active" && !isNotCanceled(billed, now) && !canBeUndone(billed, now))
    return releaseToCarrier(number, environment.newId(), now);
  if (!serviceStateAt(billed.service, number.data, now).isCharged) return skipMonth(billed, number, now);
  if (isPaid) return chargeNextMonth(billed, number);
  if (graceUntil === null) return startGrace(billed, number, now);
  return graceUntil <= now ? holdUnpaid(billed, number, now) : NO_RENEWAL;
}

/** Nothing is resumed automatically in a canceled account. */
const isNotCanceled = ({ service }: BilledAccount, now: Instant): boolean =>
  !isInForce(service.lifecycle.canceled, now);

const canBeUndone = ({ service }: BilledAccount, now: Instant): boolean =>
  now < (service.lifecycle.cancellation?.undoUntil ?? 0);

const saveRenewedNumber = (
  number: Doc<NumberData>,
  data: Partial<NumberData>,
  action: ReturnType<typeof message>,
  isRoutine = false,
) =>
  save(
    "number",
    number,
    { ...number.data, ...data },
    {
      action,
      actor: BILLING_ACTOR,
      ...(isRoutine ? { log: "activity" as const } : {}),
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
  const charge = post(feeMovement("number", payer, account, money(micros, currency), memo, dueAt, key));
  return { effects: [charge], spent: micros };
}

function chargeNextMonth(billed: BilledAccount, number: Doc<NumberData>): RenewalStep {
  const { renewsAt, billingAnchor, e164 } = number.data;
  const until = monthEnd(billingAnchor ?? renewsAt!, renewsAt!, billed.zone);
  const { effects, spent } = renewalFee(billed, number, renewsAt!);
  const action = message("numbers.didRenew", { number: formatPhoneNumber(e164), until });
  return {
    effects: [saveRenewedNumber(number, { renewsAt: until, graceUntil: null }, action, true), ...effects],
    spent,
  };
}

/** In this service state no fee is charged, but the renewal date moves on. */
function skipMonth({ zone }: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const { renewsAt, billingAnchor, e164 } = number.data;
  const until = nextMonthStart(billingAnchor ?? renewsAt!, now, zone);
  const action = message("numbers.didRenew", { number: formatPhoneNumber(e164), until });
  return { effects: [saveRenewedNumber(number, { renewsAt: until, graceUntil: null }, action, true)], spent: 0 };
}

function startGrace({ zone }: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const graceUntil = daysAfter(now, GRACE_DAYS, zone);
  const action = message("numbers.didFallDue", { number: formatPhoneNumber(number.data.e164), until: graceUntil });
  return { effects: [saveRenewedNumber(number, { graceUntil }, action)], spent: 0, became: "unpaid" };
}

function holdUnpaid({ zone }: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const until = daysAfter(now, UNPAID_HOLD_DAYS, zone);
  const action = message("numbers.didHoldUnpaid", { number: formatPhoneNumber(number.data.e164), until });
  return {
    effects: [saveRenewedNumber(number, { state: { is: "held", since: now, until } }, action)],
    spent: 0,
    became: "held",
  };
}

/** There is money again: a new month begins today at today's price. */
function resumeNumber(billed: BilledAccount, number: Doc<NumberData>, now: Instant): RenewalStep {
  const { effects, spent } = renewalFee(billed, number, now);
  const data = {
    state: { is: "active", since: now },
    billingAnchor: now,
    renewsAt: monthsAfter(now, 1, billed.zone),
    graceUntil: null,
  } as const;
  const action = message("numbers.didReturn", { number: formatPhoneNumber(number.data.e164) });
  return { effects: [saveRenewedNumber(number, data, action), ...effects], spent };
}

/** A forwarded number whose prepaid minutes are used up is released to the carrier. */
export const endForwarding = (number: Doc<NumberData>, requestId: string, now: Instant): Effect[] =>
  releaseToCarrier(number, requestId, now).effects;

function releaseToCarrier(number: Doc<NumberData>, requestId: string, now: Instant): RenewalStep {
  const { e164, state: stateBefore } = number.data;
  const display = formatPhoneNumber(e164);
  const spec = {
    type: "release number",
    subject: e164,
    recordId: number.id,
    input: { ...releaseInput(display, stateBefore) },
  } as const;
  const action = message("numbers.didStartRelease", { number: display });
  const saved = saveRenewedNumber(number, { state: { is: "releasing", since: now } }, action);
  return { effects: [saved, ...request(number.account, requestId, spec, BILLING_ACTOR, now)], spent: 0 };
}
