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
import type { Plan, Terms } from "./catalogue.ts";
import { historyLines } from "./historyLines.ts";
import { prorate } from "./proration.ts";
import { effectLine, figureLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import { overdueLines, chargeOverdueMonths } from "../balance/subscription.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { NumberData } from "../numbers/schema.ts";
import type { Instant } from "../core/time.ts";

/** An account whose plan is to change. */
interface PlanChangeFacts extends Pick<Freezable, "account" | "members"> {
  terms: Doc<Terms>;
  subscription: Doc<SubscriptionData>;
  /** The last payment for the subscription. */
  fee: PaidFee | null;
  plan: Plan["id"];
  /** The account's own balance, and the part of it that isn't reserved. */
  balanceMicros: Micros;
  spendableMicros: Micros;
  /** The number of versions that the other plan no longer shows. */
  hiddenVersionCount: number;
}

/** With everything that a plan may limit. */
export interface PlanChange extends PlanChangeFacts, Freezable {
  keepSelection: KeepSelection;
}

/** Lines of the proposal, and what confirming it writes. */
interface LinesAndEffects {
  lines: Line[];
  effects: Effect[];
}
type PlanChangeResult = LinesAndEffects & { cost: MonthlyCost };

/** Changes an account's plan at once: the cost for the rest of the month, what is frozen, what is restored. */
export function changePlan(input: PlanChange, context: DecisionContext): PlanChangeResult {
  const next = termsAfter(input.terms.data, input.plan, context.proposedAt);
  const frozen = freeze(input, next, input.keepSelection, context);
  return changePlanWith(input, { ...frozen, ...compareFees(input, next, frozen.effects, context.now) }, context);
}

/** The monthly fees of the account's numbers before and after the change. */
interface FeesComparison {
  feesBefore: Fees;
  feesAfter: Fees;
}

/** `changePlan` with a known outcome for frozen and restored records: numbers that a run handles later are only lines. */
export function changePlanWith(
  input: PlanChangeFacts,
  frozen: LinesAndEffects & FeesComparison,
  context: DecisionContext,
): PlanChangeResult {
  const { account, terms, plan, balanceMicros, spendableMicros } = input;
  const next = termsAfter(terms.data, plan, context.proposedAt);
  const fees = feesChange(frozen, next);
  if (plan === terms.data.plan) {
    if (frozen.lines.length === 0) fail("conflict", "plans.same", { plan: next.planName });
    const line = figureLine("fees", "money per month", message("plans.feesLine", fees.formatted), fees.micros);
    const cost = { nowMicros: 0, monthMicros: fees.micros, scheduledFees: fees.scheduledFees };
    const action = message("plans.didChoose", { plan: next.planName });
    return {
      effects: [save("terms", terms, next, { action }), ...frozen.effects],
      lines: [...frozen.lines, ...(fees.micros === 0 ? [] : [line])],
      cost,
    };
  }
  const overdue = chargeOverdueMonths(account, terms.data, input.subscription, context.now, input.fee);
  const month = prorateMonth({ ...input, subscription: overdue.subscription, fee: overdue.fee }, next, context);
  const spendable = spendableMicros - overdue.spent;
  if (month.dueMicros > 0 && spendable < month.dueMicros) {
    const values = { sum: formatDue(month.dueMicros, next), balance: formatBalance(moneyIn(spendable, next), "en") };
    fail("unpaid", "plans.unpaid", values);
  }
  const planNames = { name: account.data.name, plan: next.planName, was: terms.data.planName };
  const action = message("plans.didChange", { plan: next.planName, was: terms.data.planName });
  const owner = promoteOwner(input, next);
  return {
    lines: [
      effectLine("plan", "accounts", message("plans.changeLine", planNames)),
      ...frozen.lines,
      ...owner.lines,
      ...overdueLines(overdue, terms.data),
      ...month.lines,
      ...figureLines(input, next, fees, balanceMicros - overdue.spent - month.dueMicros),
      ...historyLines(input, next, context.proposedAt),
    ],
    effects: [
      ...overdue.effects,
      save("terms", terms, next, { action }),
      ...frozen.effects,
      ...owner.effects,
      ...month.effects,
    ],
    cost: {
      nowMicros: overdue.spent + month.dueMicros,
      monthMicros: next.pricePerMonth - terms.data.pricePerMonth + fees.micros,
      scheduledFees: [
        ...fees.scheduledFees,
        scheduledPrice(overdue.subscription.data, next.pricePerMonth - terms.data.pricePerMonth),
      ],
    },
  };
}

const scheduledPrice = ({ renewsAt: at, billingAnchor: anchor }: SubscriptionData, micros: Micros): ScheduledFee => ({
  at,
  anchor,
  micros,
});

interface FeesChange {
  micros: Micros;
  scheduledFees: ScheduledFee[];
  formatted: { now: string; was: string };
}

/** The change of the monthly number fees: new prices, and frozen numbers without a fee that are restored. */
const feesChange = ({ feesBefore: before, feesAfter: after }: FeesComparison, next: Terms): FeesChange => ({
  micros: after.micros - before.micros,
  scheduledFees: [...after.scheduledFees, ...before.scheduledFees.map((fee) => ({ ...fee, micros: -fee.micros }))],
  formatted: { now: formatDue(after.micros, next), was: formatDue(before.micros, next) },
});

function compareFees(
  { terms, numbers }: PlanChange,
  next: Terms,
  effects: readonly Effect[],
  now: Instant,
): FeesComparison {
  const savedNumbers = new Map(
    effects.flatMap((effect) => (effect.do === "save" && effect.kind === "number" ? [[effect.id, effect]] : [])),
  );
  const after = numbers.map(({ id, data }) => (savedNumbers.get(id)?.data as NumberData | undefined) ?? data);
  const before = numbers.map(({ data }) => data);
  const feesBefore = groupFeesByDay(feesOf(before, terms.data, now));
  return { feesBefore, feesAfter: groupFeesByDay(feesOf(after, next, now)) };
}

const moneyIn = (micros: Micros, { currency }: Pick<Terms, "currency">) => money(micros, currency);
const formatDue = (micros: Micros, terms: Pick<Terms, "currency">): string =>
  formatAmountDue(moneyIn(micros, terms), "en");

/** Refunds the rest of the month and charges the new plan's share, both to the micro. */
function prorateMonth(
  { account, terms, subscription, fee }: PlanChangeFacts,
  next: Terms,
  { proposedAt, now }: DecisionContext,
): LinesAndEffects & { dueMicros: Micros } {
  const { currency } = next;
  const until = subscription.data.renewsAt;
  const proration = prorate(subscription.data, fee, next.pricePerMonth, currency, proposedAt);
  const savedSubscription = save(
    "subscription",
    subscription,
    { ...subscription.data, paidMicros: proration.isFree ? 0 : next.pricePerMonth },
    { action: message("balance.subscription.didChange", { plan: next.planName, until }) },
  );
  if (proration.isFree)
    return {
      lines: [figureLine("rest", "money now", message("plans.monthFree", { until }), 0)],
      effects: [],
      dueMicros: 0,
    };
  const key = `plan:${account.id}:${terms.version}`;
  const refundMemo = message("plans.unusedRefund", { plan: terms.data.planName, until });
  const chargeMemo = message("plans.remainderDue", { plan: next.planName, until });
  const { id } = account;
  const lines = [
    ...(proration.refund > 0 ? [effectLine("rest back", "money now", refundMemo, -proration.refund)] : []),
    ...(proration.charge > 0 ? [effectLine("rest due", "money now", chargeMemo, proration.charge)] : []),
  ];
  return {
    lines,
    effects: [
      ...(fee !== null && proration.refund > 0
        ? [
            post(
              feeRefundMovement(
                fee.key,
                "subscription",
                id,
                id,
                money(proration.refund, currency),
                refundMemo,
                now,
                `${key}:back`,
              ),
            ),
          ]
        : []),
      ...(proration.charge > 0
        ? [post(feeMovement("subscription", id, id, money(proration.charge, currency), chargeMemo, now, `${key}:due`))]
        : []),
      savedSubscription,
    ],
    dueMicros: proration.charge - proration.refund,
  };
}

/** On a plan with sub-accounts somebody must be able to open one: the owner becomes an agency administrator. */
function promoteOwner({ account, members }: PlanChangeFacts, next: Terms): LinesAndEffects {
  const owner = members.find(({ id }) => id === account.data.owner);
  if (!next.mayHaveSubAccounts || owner?.data.role !== "administrator") return { lines: [], effects: [] };
  const role: MemberData["role"] = "agency administrator";
  const action = message("access.didSetRole", { who: owner.id, role });
  return {
    lines: [effectLine(`owner:${owner.id}`, "people", message("plans.ownerPromoted", { who: owner.id }))],
    effects: [save("member", owner, { ...owner.data, role }, { action })],
  };
}

function figureLines({ terms }: PlanChangeFacts, next: Terms, fees: FeesChange, afterMicros: Micros): Line[] {
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
      : [figureLine("fees", "money per month", message("plans.feesLine", fees.formatted), fees.micros)]),
    figureLine("rates", "money per month", message("plans.ratesLine", { plan: next.planName })),
  ];
}

/** The balance after the change. */
export const balanceLine = (afterMicros: Micros): Line =>
  figureLine(
    "after",
    "money now",
    message(isInactive(afterMicros) ? "plans.balanceBelow" : "plans.balanceAfter"),
    afterMicros,
  );
