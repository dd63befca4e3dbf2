import type { MemberData } from "./access.schema.ts";
import { type Effect, post, save } from "./decision.ts";
import { refuse } from "./failure.ts";
import type { DueSum } from "./forecast.ts";
import { feeBack, feeMovement, isInactive, type PaidFee } from "./ledger.ts";
import { type Micros, money, showBalance, showOwed } from "./money.ts";
import { byDay, type Fees, feesOf, type MonthlyCost } from "./monthlyCost.ts";
import { type Kept, type Parkable, park } from "./parking.ts";
import type { Turn } from "./parting.ts";
import { phrase } from "./phrase.ts";
import { KEPT_MS, type Plan, type Terms, termsOf } from "./plans.ts";
import { prorated } from "./proration.ts";
import { effectLine, figure, type Line } from "./proposal.ts";
import type { Doc } from "./record.ts";
import { overdueLines, overdueMonths } from "./subscription.ts";
import type { SubscriptionData } from "./subscription.schema.ts";
import type { NumberData } from "./tracking.schema.ts";
import type { Instant } from "./time.ts";

/** An account whose plan is to change. */
interface Changing extends Pick<Parkable, "account" | "members"> {
  terms: Doc<Terms>;
  subscription: Doc<SubscriptionData>;
  /** What was paid last for the subscription. */
  fee: PaidFee | null;
  plan: Plan["id"];
  /** The account's own balance, and what of it is not on its way out already. */
  balanceMicros: Micros;
  spendableMicros: Micros;
  /** Versions that the other plan no longer shows. */
  hidden: number;
}

/** With all that a plan may limit. */
export interface PlanChange extends Changing, Parkable {
  keep: Kept;
}

interface Part {
  lines: Line[];
  effects: Effect[];
}
type Change = Part & { cost: MonthlyCost };

/** Puts an account on another plan at once: what it costs for the rest of the month, what is parked, what returns. */
export function changePlan(asked: PlanChange, turn: Turn): Change {
  const next = termsAfter(asked.terms.data, asked.plan, turn.at);
  const parked = park(asked, next, asked.keep, turn);
  return changePlanWith(asked, { ...parked, ...feesAround(asked, next, parked.effects, turn.now) }, turn);
}

/** Its numbers' fees, before and after. */
interface FeesAround {
  was: Fees;
  is: Fees;
}

/** The same, where it is known what is parked and what returns; numbers of which that is done later are in lines alone. */
export function changePlanWith(asked: Changing, parked: Part & FeesAround, turn: Turn): Change {
  const { account, terms, plan, balanceMicros, spendableMicros } = asked;
  const next = termsAfter(terms.data, plan, turn.at);
  const fees = feesChange(parked, next);
  if (plan === terms.data.plan) {
    if (parked.lines.length === 0) refuse("conflict", "plans.same", { plan: next.planName });
    const line = figure("fees", "money per month", phrase("plans.feesLine", fees.shown), fees.micros);
    const cost = { nowMicros: 0, monthMicros: fees.micros, dues: fees.dues };
    const action = phrase("plans.didChoose", { plan: next.planName });
    return {
      effects: [save("terms", terms, next, { action }), ...parked.effects],
      lines: [...parked.lines, ...(fees.micros === 0 ? [] : [line])],
      cost,
    };
  }
  const overdue = overdueMonths(account, terms.data, asked.subscription, turn.now, asked.fee);
  const money = rest({ ...asked, subscription: overdue.subscription, fee: overdue.fee }, next, turn);
  const free = spendableMicros - overdue.spent;
  if (money.dueMicros > 0 && free < money.dueMicros) {
    const values = { sum: owed(money.dueMicros, next), balance: showBalance(moneyOf(free, next), "en") };
    refuse("unpaid", "plans.unpaid", values);
  }
  const named = { name: account.data.name, plan: next.planName, was: terms.data.planName };
  const action = phrase("plans.didChange", { plan: next.planName, was: terms.data.planName });
  const owner = ownerRuns(asked, next);
  return {
    lines: [
      effectLine("plan", "accounts", phrase("plans.changeLine", named)),
      ...parked.lines,
      ...owner.lines,
      ...overdueLines(overdue, terms.data),
      ...money.lines,
      ...figures(asked, next, fees, balanceMicros - overdue.spent - money.dueMicros),
      ...past(asked, next, turn.at),
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
      dues: [...fees.dues, priceDue(overdue.subscription.data, next.pricePerMonth - terms.data.pricePerMonth)],
    },
  };
}

const priceDue = ({ renewsAt: at, paidFrom: anchor }: SubscriptionData, micros: Micros): DueSum => ({
  at,
  anchor,
  micros,
});

interface FeesChange {
  micros: Micros;
  dues: DueSum[];
  shown: { now: string; was: string };
}

/** What numbers cost more each month: by the other plan's fees, and where what was parked without its fee returns. */
const feesChange = ({ was, is }: FeesAround, next: Terms): FeesChange => ({
  micros: is.micros - was.micros,
  dues: [...is.dues, ...was.dues.map((due) => ({ ...due, micros: -due.micros }))],
  shown: { now: owed(is.micros, next), was: owed(was.micros, next) },
});

function feesAround({ terms, numbers }: PlanChange, next: Terms, effects: readonly Effect[], now: Instant): FeesAround {
  const moved = new Map(effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [[one.id, one]] : [])));
  const after = numbers.map(({ id, data }) => (moved.get(id)?.data as NumberData | undefined) ?? data);
  const before = numbers.map(({ data }) => data);
  return { was: byDay(feesOf(before, terms.data, now)), is: byDay(feesOf(after, next, now)) };
}

/** On the same plan the contract stays as it was signed, and what is at work is chosen anew. */
export const termsAfter = (terms: Terms, plan: Plan["id"], at: Instant): Terms =>
  plan === terms.plan ? { ...terms, choice: terms.choice + 1 } : nextTerms(terms, plan, at);

/** A longer history than the new plan shows is hidden, and stays for a while: changing back brings it back. */
export function nextTerms(terms: Terms, plan: Plan["id"], at: Instant): Terms {
  const next = termsOf(plan, terms.currency, at);
  const before = terms.kept !== null && at < terms.kept.until ? terms.kept : null;
  if (terms.retentionDays > next.retentionDays)
    return {
      ...next,
      kept: { retentionDays: Math.max(terms.retentionDays, before?.retentionDays ?? 0), until: at + KEPT_MS },
    };
  return { ...next, kept: before !== null && before.retentionDays > next.retentionDays ? before : null };
}

const moneyOf = (micros: Micros, { currency }: Pick<Terms, "currency">) => money(micros, currency);
const owed = (micros: Micros, terms: Pick<Terms, "currency">): string => showOwed(moneyOf(micros, terms), "en");

/** What is left of the month goes back, and the other plan's share of it is charged: both to the micro. */
function rest(
  { account, terms, subscription, fee }: Changing,
  next: Terms,
  { at, now }: Turn,
): Part & { dueMicros: Micros } {
  const { currency } = next;
  const until = subscription.data.renewsAt;
  const share = prorated(subscription.data, fee, next.pricePerMonth, currency, at);
  const moved = save(
    "subscription",
    subscription,
    { ...subscription.data, paidMicros: share.free ? 0 : next.pricePerMonth },
    { action: phrase("subscription.didChange", { plan: next.planName, until }) },
  );
  if (share.free)
    return {
      lines: [figure("rest", "money now", phrase("plans.monthFree", { until }), 0)],
      effects: [],
      dueMicros: 0,
    };
  const key = `plan:${account.id}:${terms.version}`;
  const back = phrase("plans.restBack", { plan: terms.data.planName, until });
  const due = phrase("plans.restDue", { plan: next.planName, until });
  const { id } = account;
  const lines = [
    ...(share.back > 0 ? [effectLine("rest back", "money now", back, -share.back)] : []),
    ...(share.due > 0 ? [effectLine("rest due", "money now", due, share.due)] : []),
  ];
  return {
    lines,
    effects: [
      ...(fee !== null && share.back > 0
        ? [post(feeBack(fee.key, "subscription", id, id, money(share.back, currency), back, now, `${key}:back`))]
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
function ownerRuns({ account, members }: Changing, next: Terms): Part {
  const owner = members.find(({ id }) => id === account.data.owner);
  if (!next.mayHaveSubAccounts || owner?.data.role !== "administrator") return { lines: [], effects: [] };
  const role: MemberData["role"] = "agency administrator";
  const action = phrase("access.didSetRole", { who: owner.id, role });
  return {
    lines: [effectLine(`owner:${owner.id}`, "people", phrase("plans.ownerRuns", { who: owner.id }))],
    effects: [save("member", owner, { ...owner.data, role }, { action })],
  };
}

function figures({ terms }: Changing, next: Terms, fees: FeesChange, afterMicros: Micros): Line[] {
  const price = { now: owed(next.pricePerMonth, next), was: owed(terms.data.pricePerMonth, next) };
  return [
    balanceLine(afterMicros),
    figure("price", "money per month", phrase("plans.priceLine", price), next.pricePerMonth - terms.data.pricePerMonth),
    ...(fees.micros === 0
      ? []
      : [figure("fees", "money per month", phrase("plans.feesLine", fees.shown), fees.micros)]),
    figure("rates", "money per month", phrase("plans.ratesLine", { plan: next.planName })),
  ];
}

export const balanceLine = (afterMicros: Micros): Line =>
  figure(
    "after",
    "money now",
    phrase(isInactive(afterMicros) ? "plans.balanceBelow" : "plans.balanceAfter"),
    afterMicros,
  );

/** Versions go with the plan: counted, and kept for a while so that going back loses nothing. */
export function past({ terms, hidden }: Pick<PlanChange, "terms" | "hidden">, next: Terms, at: Instant): Line[] {
  const [days, was] = [next.retentionDays, terms.data.retentionDays];
  if (days === was) return [];
  const { kept } = next;
  if (days > was || kept === null) return [figure("history", "data", phrase("plans.historyLonger", { days, was }))];
  const until = kept.until;
  const key = hidden === 0 ? "plans.historyShorter" : hidden === 1 ? "plans.hiddenOne" : "plans.hiddenMany";
  const text = phrase(key, { days, was, count: hidden, until });
  return [{ ...figure("history", "data", text), undo: { how: "until", until: at + KEPT_MS } }];
}
