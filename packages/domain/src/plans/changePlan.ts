import type { MemberData } from "../access/schema.ts";
import { type Effect, post, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import type { ScheduledFee } from "../balance/forecast.ts";
import { feeRefundMovement, feeMovement, isInactive, type PaidFee } from "../core/ledger.ts";
import { type Micros, money, formatBalance, formatAmountDue } from "../core/money.ts";
import { groupFeesByDay, type Fees, feesOf, type MonthlyCost } from "../balance/monthlyCost.ts";
import { type KeepSelection, type Freezable, freeze } from "./freezing.ts";
import type { DecisionContext } from "../lifecycle/disposition.ts";
import { message } from "../core/message.ts";
import { termsAfter } from "./nextTerms.ts";
import { HIDDEN_HISTORY_MS, type Plan, type Terms } from "./catalogue.ts";
import { prorate } from "./proration.ts";
import { effectLine, figureLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import { overdueLines, chargeOverdueMonths } from "../balance/subscription.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { NumberData } from "../numbers/schema.ts";
import type { Instant } from "../core/time.ts";

/** An account whose plan is to change. */
interface Changing extends Pick<Freezable, "account" | "members"> {
  terms: Doc<Terms>;
  subscription: Doc<SubscriptionData>;
  /** The last payment for the subscription. */
  fee: PaidFee | null;
  plan: Plan["id"];
  /** The account's own balance, and the part of it that isn't reserved. */
  balanceMicros: Micros;
  spendableMicros: Micros;
  /** The number of versions that the other plan no longer shows. */
  hidden: number;
}

/** With everything that a plan may limit. */
export interface PlanChange extends Changing, Freezable {
  keep: KeepSelection;
}

interface Part {
  lines: Line[];
  effects: Effect[];
}
type PlanChangeResult = Part & { cost: MonthlyCost };

/** Changes an account's plan at once: the cost for the rest of the month, what is frozen, what is restored. */
export function changePlan(asked: PlanChange, turn: DecisionContext): PlanChangeResult {
  const next = termsAfter(asked.terms.data, asked.plan, turn.at);
  const parked = freeze(asked, next, asked.keep, turn);
  return changePlanWith(asked, { ...parked, ...feesAround(asked, next, parked.effects, turn.now) }, turn);
}

/** The fees of its numbers before and after. */
interface FeesAround {
  was: Fees;
  is: Fees;
}

/**
 * The same with a known outcome for frozen and restored records; numbers that are handled later only appear as lines.
 */
export function changePlanWith(asked: Changing, parked: Part & FeesAround, turn: DecisionContext): PlanChangeResult {
  const { account, terms, plan, balanceMicros, spendableMicros } = asked;
  const next = termsAfter(terms.data, plan, turn.at);
  const fees = feesChange(parked, next);
  if (plan === terms.data.plan) {
    if (parked.lines.length === 0) fail("conflict", "plans.same", { plan: next.planName });
    const line = figureLine("fees", "money per month", message("plans.feesLine", fees.shown), fees.micros);
    const cost = { nowMicros: 0, monthMicros: fees.micros, dues: fees.dues };
    const action = message("plans.didChoose", { plan: next.planName });
    return {
      effects: [save("terms", terms, next, { action }), ...parked.effects],
      lines: [...parked.lines, ...(fees.micros === 0 ? [] : [line])],
      cost,
    };
  }
  const overdue = chargeOverdueMonths(account, terms.data, asked.subscription, turn.now, asked.fee);
  const money = prorateMonth({ ...asked, subscription: overdue.subscription, fee: overdue.fee }, next, turn);
  const free = spendableMicros - overdue.spent;
  if (money.dueMicros > 0 && free < money.dueMicros) {
    const values = { sum: formatDue(money.dueMicros, next), balance: formatBalance(moneyIn(free, next), "en") };
    fail("unpaid", "plans.unpaid", values);
  }
  const named = { name: account.data.name, plan: next.planName, was: terms.data.planName };
  const action = message("plans.didChange", { plan: next.planName, was: terms.data.planName });
  const owner = promoteOwner(asked, next);
  return {
    lines: [
      effectLine("plan", "accounts", message("plans.changeLine", named)),
      ...parked.lines,
      ...owner.lines,
      ...overdueLines(overdue, terms.data),
      ...money.lines,
      ...figures(asked, next, fees, balanceMicros - overdue.spent - money.dueMicros),
      ...historyLines(asked, next, turn.at),
    ],
    effects: [
      ...overdue.effects,
      save("terms", terms, next, { action }),
      ...parked.effects,
      ...owner.effects,
      ...money.effects,
    ],
    cost: {
      nowMicros: overdue.spent + money.dueMicros,
      monthMicros: next.pricePerMonth - terms.data.pricePerMonth + fees.micros,
      dues: [...fees.dues, scheduledPrice(overdue.subscription.data, next.pricePerMonth - terms.data.pricePerMonth)],
    },
  };
}

const scheduledPrice = ({ renewsAt: at, paidFrom: anchor }: SubscriptionData, micros: Micros): ScheduledFee => ({
  at,
  anchor,
  micros,
});

interface FeesChange {
  micros: Micros;
  dues: ScheduledFee[];
  shown: { now: string; was: string };
}

/**
 * The change in monthly number fees: through the new plan's prices, and through frozen numbers without a fee that
 * return.
 */
const feesChange = ({ was, is }: FeesAround, next: Terms): FeesChange => ({
  micros: is.micros - was.micros,
  dues: [...is.dues, ...was.dues.map((due) => ({ ...due, micros: -due.micros }))],
  shown: { now: formatDue(is.micros, next), was: formatDue(was.micros, next) },
});

function feesAround({ terms, numbers }: PlanChange, next: Terms, effects: readonly Effect[], now: Instant): FeesAround {
  const moved = new Map(effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [[one.id, one]] : [])));
  const after = numbers.map(({ id, data }) => (moved.get(id)?.data as NumberData | undefined) ?? data);
  const before = numbers.map(({ data }) => data);
  return { was: groupFeesByDay(feesOf(before, terms.data, now)), is: groupFeesByDay(feesOf(after, next, now)) };
}

const moneyIn = (micros: Micros, { currency }: Pick<Terms, "currency">) => money(micros, currency);
const formatDue = (micros: Micros, terms: Pick<Terms, "currency">): string =>
  formatAmountDue(moneyIn(micros, terms), "en");

/** Refunds the rest of the month and charges the new plan's share, both to the micro. */
function prorateMonth(
  { account, terms, subscription, fee }: Changing,
  next: Terms,
  { at, now }: DecisionContext,
): Part & { dueMicros: Micros } {
  const { currency } = next;
  const until = subscription.data.renewsAt;
  const share = prorate(subscription.data, fee, next.pricePerMonth, currency, at);
  const moved = save(
    "subscription",
    subscription,
    { ...subscription.data, paidMicros: share.free ? 0 : next.pricePerMonth },
    { action: message("subscription.didChange", { plan: next.planName, until }) },
  );
  if (share.free)
    return {
      lines: [figureLine("rest", "money now", message("plans.monthFree", { until }), 0)],
      effects: [],
      dueMicros: 0,
    };
  const key = `plan:${account.id}:${terms.version}`;
  const back = message("plans.restBack", { plan: terms.data.planName, until });
  const due = message("plans.restDue", { plan: next.planName, until });
  const { id } = account;
  const lines = [
    ...(share.back > 0 ? [effectLine("rest back", "money now", back, -share.back)] : []),
    ...(share.due > 0 ? [effectLine("rest due", "money now", due, share.due)] : []),
  ];
  return {
    lines,
    effects: [
      ...(fee !== null && share.back > 0
        ? [
            post(
              feeRefundMovement(fee.key, "subscription", id, id, money(share.back, currency), back, now, `${key}:back`),
            ),
          ]
        : []),
      ...(share.due > 0
        ? [post(feeMovement("subscription", id, id, money(share.due, currency), due, now, `${key}:due`))]
        : []),
      moved,
    ],
    dueMicros: share.due - share.back,
  };
}

/** On a plan with sub-accounts somebody must be able to open one: the owner. */
function promoteOwner({ account, members }: Changing, next: Terms): Part {
  const owner = members.find(({ id }) => id === account.data.owner);
  if (!next.mayHaveSubAccounts || owner?.data.role !== "administrator") return { lines: [], effects: [] };
  const role: MemberData["role"] = "agency administrator";
  const action = message("access.didSetRole", { who: owner.id, role });
  return {
    lines: [effectLine(`owner:${owner.id}`, "people", message("plans.ownerRuns", { who: owner.id }))],
    effects: [save("member", owner, { ...owner.data, role }, { action })],
  };
}

function figures({ terms }: Changing, next: Terms, fees: FeesChange, afterMicros: Micros): Line[] {
  const price = { now: formatDue(next.pricePerMonth, next), was: formatDue(terms.data.pricePerMonth, next) };
  return [
    balanceLine(afterMicros),
    figureLine(
      "price",
      "money per month",
      message("plans.priceLine", price),
      next.pricePerMonth - terms.data.pricePerMonth,
    ),
    ...(fees.micros === 0
      ? []
      : [figureLine("fees", "money per month", message("plans.feesLine", fees.shown), fees.micros)]),
    figureLine("rates", "money per month", message("plans.ratesLine", { plan: next.planName })),
  ];
}

export const balanceLine = (afterMicros: Micros): Line =>
  figureLine(
    "after",
    "money now",
    message(isInactive(afterMicros) ? "plans.balanceBelow" : "plans.balanceAfter"),
    afterMicros,
  );

/** Versions beyond the plan: counted, and kept for a while so that changing back loses nothing. */
export function historyLines(
  { terms, hidden }: Pick<PlanChange, "terms" | "hidden">,
  next: Terms,
  at: Instant,
): Line[] {
  const [days, was] = [next.retentionDays, terms.data.retentionDays];
  if (days === was) return [];
  const { kept } = next;
  if (days > was || kept === null)
    return [figureLine("history", "data", message("plans.historyLonger", { days, was }))];
  const until = kept.until;
  const key = hidden === 0 ? "plans.historyShorter" : hidden === 1 ? "plans.hiddenOne" : "plans.hiddenMany";
  const text = message(key, { days, was, count: hidden, until });
  return [{ ...figureLine("history", "data", text), undo: { how: "until", until: at + HIDDEN_HISTORY_MS } }];
}
