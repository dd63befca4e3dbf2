import { daysAfter, monthEnd, monthsAfter, nextMonth } from "./calendar.ts";
import { type Effect, post, save } from "./decision.ts";
import { want } from "./errands.ts";
import { feeMovement, isInactive } from "./ledger.ts";
import { holds } from "./lifecycle.ts";
import { type Currency, type Micros, money } from "./money.ts";
import { feeOf } from "./numbers.ts";
import { showNumber } from "./phoneNumber.ts";
import { phrase } from "./phrase.ts";
import type { Priced } from "./plans.ts";
import type { Doc } from "./record.ts";
import { type ServiceAccount, serviceAt } from "./service.ts";
import { renewSubscription } from "./subscription.ts";
import type { SubscriptionData } from "./subscription.schema.ts";
import type { NumberData } from "./tracking.schema.ts";
import type { Instant } from "./time.ts";
import { BILLING } from "./usage.ts";

/** A number whose renewal finds the balance below zero is kept for so many days, and then held. */
export const GRACE_DAYS = 7;
/** So many days it can still come back; then it is given back to the carrier. */
export const UNPAID_HOLD_DAYS = 30;

/** What an account brings along when months fall due. The balance is the payer's, as it stands before the first. */
export interface Billed {
  account: string;
  /** In which its months and days are counted. */
  zone: string;
  payer: string;
  currency: Currency;
  /** The terms that were in force on a day: a month costs what it did when it fell due. */
  termsAt: (at: Instant) => Priced;
  service: ServiceAccount;
}

/** The numbers, as people write them, that fell into grace or into a hold with these renewals. */
export interface Renewed {
  effects: Effect[];
  unpaid: string[];
  held: string[];
}

interface Given {
  now: Instant;
  newId: () => string;
}

/** What one of them costs, and what becomes of it. */
export interface Turn {
  effects: Effect[];
  spent: Micros;
  became?: "unpaid" | "held";
}

const NOTHING: Turn = { effects: [], spent: 0 };

/** What of an account falls due together: at most one month of each. */
export interface Due {
  subscription: Doc<SubscriptionData> | null;
  numbers: readonly Doc<NumberData>[];
}

/**
 * What is due, in the order in which it fell due, each fee lowering what the next one finds. A fee may take the balance
 * below zero; a number that falls due after that waits, in grace, then held, until there is money again. The
 * subscription goes on as a debt: of one instant it comes last.
 */
export function renewDue(billed: Billed, { subscription, numbers }: Due, given: Given): Renewed {
  const renewed: Renewed = { effects: [], unpaid: [], held: [] };
  let { balanceMicros } = billed.service;
  const take = (turnIn: (standing: Billed) => Turn, shown: string) => {
    const { effects, spent, became } = turnIn({ ...billed, service: { ...billed.service, balanceMicros } });
    balanceMicros -= spent;
    for (const effect of effects) renewed.effects.push(effect);
    if (became) renewed[became].push(shown);
  };
  const sorted = numbers.toSorted(byDay);
  const isLater = ({ data }: Doc<NumberData>) =>
    subscription !== null && (data.renewsAt ?? 0) > subscription.data.renewsAt;
  const takeNumber = (number: Doc<NumberData>) =>
    take((standing) => turnOf(standing, number, given), showNumber(number.data.e164));
  sorted.filter((number) => !isLater(number)).forEach(takeNumber);
  if (subscription) take((standing) => renewSubscription(standing, subscription, given.now), "");
  sorted.filter(isLater).forEach(takeNumber);
  return renewed;
}

const byDay = ({ data: a }: Doc<NumberData>, { data: b }: Doc<NumberData>): number =>
  (a.renewsAt ?? 0) - (b.renewsAt ?? 0) || (a.e164 < b.e164 ? -1 : 1);

function turnOf(billed: Billed, number: Doc<NumberData>, given: Given): Turn {
  const { standing, renewsAt, graceUntil } = number.data;
  const { now } = given;
  const isPaid = !isInactive(billed.service.balanceMicros);
  if (standing.is === "held") {
    // Past its hold it counts as gone, whether or not anybody has written that down yet.
    if (standing.until <= now) return letGo(number, given.newId(), now);
    return graceUntil !== null && isPaid && isOpen(billed, now) ? returned(billed, number, now) : NOTHING;
  }
  if (standing.is === "forwarded") return standing.until <= now ? letGo(number, given.newId(), now) : NOTHING;
  if (renewsAt === null) return NOTHING;
  if ((standing.is !== "active" && standing.is !== "porting") || renewsAt > now) return NOTHING;
  // Left over from a cancellation: nobody pays for another month of it. While that can be taken back it stays.
  if (standing.is === "active" && !isOpen(billed, now) && !mayReturn(billed, now))
    return letGo(number, given.newId(), now);
  if (!serviceAt(billed.service, number.data, now).feeGoesOn) return movedOn(billed, number, now);
  if (isPaid) return anotherMonth(billed, number);
  if (graceUntil === null) return fellDue(billed, number, now);
  return graceUntil <= now ? heldUnpaid(billed, number, now) : NOTHING;
}

/** To a canceled account nothing comes back by itself. */
const isOpen = ({ service }: Billed, now: Instant): boolean => !holds(service.lifecycle.canceled, now);

const mayReturn = ({ service }: Billed, now: Instant): boolean => now < (service.lifecycle.leaving?.undoUntil ?? 0);

const saved = (number: Doc<NumberData>, data: Partial<NumberData>, action: ReturnType<typeof phrase>, quiet = false) =>
  save(
    "number",
    number,
    { ...number.data, ...data },
    {
      action,
      actor: BILLING,
      ...(quiet ? { log: "activity" as const } : {}),
    },
  );

/** Charged for the day it was due, whenever that is done: the key lets each due day be paid once. */
function fee(
  { account, payer, currency, termsAt }: Billed,
  number: Doc<NumberData>,
  dueAt: Instant,
): { effects: Effect[]; spent: Micros } {
  const { kind, e164 } = number.data;
  const micros = feeOf(termsAt(dueAt), kind);
  if (micros === 0) return { effects: [], spent: 0 };
  const memo = phrase("balance.renewal", { number: showNumber(e164) });
  const key = `renewal:${number.id}:${dueAt}`;
  const paid = post(feeMovement("number", payer, account, money(micros, currency), memo, dueAt, key));
  return { effects: [paid], spent: micros };
}

function anotherMonth(billed: Billed, number: Doc<NumberData>): Turn {
  const { renewsAt, paidFrom, e164 } = number.data;
  const until = monthEnd(paidFrom ?? renewsAt!, renewsAt!, billed.zone);
  const { effects, spent } = fee(billed, number, renewsAt!);
  const action = phrase("tracking.didRenew", { number: showNumber(e164), until });
  return { effects: [saved(number, { renewsAt: until, graceUntil: null }, action, true), ...effects], spent };
}

/** Nothing is charged for it as things stand; its months go on being counted. */
function movedOn({ zone }: Billed, number: Doc<NumberData>, now: Instant): Turn {
  const { renewsAt, paidFrom, e164 } = number.data;
  const until = nextMonth(paidFrom ?? renewsAt!, now, zone);
  const action = phrase("tracking.didRenew", { number: showNumber(e164), until });
  return { effects: [saved(number, { renewsAt: until, graceUntil: null }, action, true)], spent: 0 };
}

function fellDue({ zone }: Billed, number: Doc<NumberData>, now: Instant): Turn {
  const graceUntil = daysAfter(now, GRACE_DAYS, zone);
  const action = phrase("tracking.didFallDue", { number: showNumber(number.data.e164), until: graceUntil });
  return { effects: [saved(number, { graceUntil }, action)], spent: 0, became: "unpaid" };
}

function heldUnpaid({ zone }: Billed, number: Doc<NumberData>, now: Instant): Turn {
  const until = daysAfter(now, UNPAID_HOLD_DAYS, zone);
  const action = phrase("tracking.didHoldUnpaid", { number: showNumber(number.data.e164), until });
  return {
    effects: [saved(number, { standing: { is: "held", since: now, until } }, action)],
    spent: 0,
    became: "held",
  };
}

/** There is money again: a month begins today, and is charged as today's. */
function returned(billed: Billed, number: Doc<NumberData>, now: Instant): Turn {
  const { effects, spent } = fee(billed, number, now);
  const data = {
    standing: { is: "active", since: now },
    paidFrom: now,
    renewsAt: monthsAfter(now, 1, billed.zone),
    graceUntil: null,
  } as const;
  const action = phrase("tracking.didReturn", { number: showNumber(number.data.e164) });
  return { effects: [saved(number, data, action), ...effects], spent };
}

/** The carrier gets it back: its hold is over, or its forward's minutes are used up. */
export const forwardOver = (number: Doc<NumberData>, errand: string, now: Instant): Effect[] =>
  letGo(number, errand, now).effects;

function letGo(number: Doc<NumberData>, errand: string, now: Instant): Turn {
  const { e164, standing: was } = number.data;
  const shown = showNumber(e164);
  const wanted = { what: "release number", about: e164, record: number.id, input: { shown, was } } as const;
  const action = phrase("tracking.didLetGo", { number: shown });
  const leaving = saved(number, { standing: { is: "releasing", since: now } }, action);
  return { effects: [leaving, ...want(number.account, errand, wanted, BILLING, now)], spent: 0 };
}
