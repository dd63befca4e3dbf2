import { addMember } from "../account/rules.ts";
import type { AccountData } from "../account/schema.ts";
import { personOf } from "../core/actor.ts";
import { checkPorting } from "../lifecycle/cancel.ts";
import type { Card, Wallet } from "../cards/rules.ts";
import { type Effect, save } from "../core/effect.ts";
import type { ProviderRequestData } from "../core/providerRequestSchema.ts";
import { fail } from "../core/failure.ts";
import type { PaidFee } from "../core/ledger.ts";
import type { Lifecycle } from "../lifecycle/rules.ts";
import type { Micros } from "../core/money.ts";
import { checkNoneOrdered, type Freezable, freeze } from "../plans/freezing.ts";
import { type Fees, FeesByDay, feesOf, type MonthlyCost } from "../balance/monthlyCost.ts";
import { byNumber, applyDisposition, type DecisionContext } from "../lifecycle/disposition.ts";
import { message } from "../core/message.ts";
import { nextTerms } from "../plans/nextTerms.ts";
import { historyLines } from "../plans/changePlan.ts";
import type { PlanId, Terms } from "../plans/catalogue.ts";
import { effectLine, figureLine, type Line, NEVER } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import { payments } from "./detachMoney.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { NumberData } from "../numbers/schema.ts";
import { formatNumberCount } from "../lifecycle/runningCost.ts";

/** An agency that ends, and its one sub-account that continues as an account of its own. */
export interface StandingAlone {
  plan: PlanId;
  agency: {
    account: Doc<AccountData>;
    terms: Terms;
    lifecycle: Doc<Lifecycle>;
    subscription: Doc<SubscriptionData>;
    /** The last payment for the subscription. */
    fee: PaidFee | null;
    wallet: Wallet | null;
    cards: readonly Card[];
    /** Card charges and refunds in progress. */
    charges: readonly Doc<ProviderRequestData>[];
    balanceMicros: Micros;
  };
  sub: Omit<Freezable, "numbers"> & {
    terms: Doc<Terms>;
    subscription: Doc<SubscriptionData> | null;
    wallet: Wallet | null;
    cards: readonly Card[];
    balanceMicros: Micros;
    spendableMicros: Micros;
  };
  /** The number of versions that the other plan no longer shows. */
  hidden: number;
}

/** With all numbers of the sub-account, and then of both. */
export type AloneThere = StandingAlone & { sub: Freezable };
export type Detachment = AloneThere & { agency: { numbers: readonly Doc<NumberData>[] } };

export interface Part {
  lines: Line[];
  effects: Effect[];
}

/**
 * The outcome for the numbers: those transferred, and which records of the sub-account are frozen or restored
 * afterwards.
 */
interface Numbers {
  over: Part;
  parked: Part;
  /** Fees of the sub-account's own numbers afterwards. */
  fees: Fees;
}

/** Detaches one sub-account: it receives the agency's numbers, money and cards. */
export function detachSubAccount(asked: Detachment, turn: DecisionContext): Part & { cost: MonthlyCost } {
  const over = moveNumbers(asked, asked.agency.numbers, turn);
  return standAloneWith(asked, { over, ...parkedThere(asked, over, turn) }, turn);
}

/** Which of the sub-account's own numbers, queues and people are frozen or restored, given the transferred ones. */
export function parkedThere({ sub, plan }: AloneThere, over: Part, turn: DecisionContext): Omit<Numbers, "over"> {
  const next = nextTerms(sub.terms.data, plan, turn.at);
  const parked = freeze(sub, roomLeft(sub, next, over, turn), {}, turn);
  return { parked, fees: feesOf(numbersAfterwards(parked.effects, sub.numbers), next, turn.now) };
}

/** The same with a known outcome for the numbers; those that are handled later only appear as lines. */
export function standAloneWith(
  asked: StandingAlone,
  { over, parked, fees: own }: Numbers,
  turn: DecisionContext,
): Part & { cost: MonthlyCost } {
  const { agency, sub, plan } = asked;
  checkNothingInFlight(asked);
  const next = nextTerms(sub.terms.data, plan, turn.at);
  const named = { name: sub.account.data.name, agency: agency.account.data.name, plan: next.planName };
  const joins = addCallerAsMember(sub, turn);
  const paid = payments(asked, next, turn);
  const leaves = { ...sub.account.data, agency: null, balanceFrom: "own" as const };
  const canceled = { since: turn.now, by: turn.by.id, until: null };
  const closed = { ...agency.lifecycle.data, canceled, leaving: { undoUntil: turn.at, paidUntil: null } };
  const fees = new FeesByDay()
    .add(own)
    .add(feesOf(numbersAfterwards(over.effects, []), next, turn.now))
    .fees();
  const price = next.pricePerMonth;
  const numbers = formatNumberCount(fees.count);
  return {
    cost: {
      nowMicros: paid.nowMicros,
      monthMicros: price + fees.micros,
      dues: [...fees.dues, { at: paid.month.renewsAt, anchor: paid.month.paidFrom, micros: price }],
      isAll: true,
      cards: paid.cards,
    },
    lines: [
      effectLine("standalone", "accounts", message("plans.standaloneLine", named), null, NEVER),
      effectLine("agency", "accounts", message("plans.agencyEnds", named), null, NEVER),
      ...over.lines,
      ...parked.lines,
      ...joins.lines,
      ...paid.lines,
      ...(fees.count === 0
        ? []
        : [figureLine("fees", "money per month", message("lifecycle.feesLine", { numbers }), fees.micros)]),
      ...historyLines({ terms: sub.terms, hidden: asked.hidden }, next, turn.at),
    ],
    effects: [
      save("account", sub.account, leaves, { action: message("plans.didStandAlone", named) }),
      save("terms", sub.terms, next, {
        action: message("plans.didChange", { plan: next.planName, was: sub.terms.data.planName }),
      }),
      save("lifecycle", agency.lifecycle, closed, { action: message("plans.didEndAgency", named) }),
      ...over.effects,
      ...parked.effects,
      ...joins.effects,
      ...paid.effects,
    ],
  };
}

/** The numbers afterwards, including the transferred ones. */
function numbersAfterwards(effects: readonly Effect[], before: readonly Doc<NumberData>[]): NumberData[] {
  const saved = new Map(effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [[one.id, one]] : [])));
  const data = (one: { data: unknown }) => one.data as NumberData;
  return [
    ...before.map((number) => data(saved.get(number.id) ?? number)),
    ...effects.flatMap((one) => (one.do === "create" && one.kind === "number" ? [data(one)] : [])),
  ];
}

/** A charge that ends later would still be booked to the agency, whose balance is gone by then. */
function checkNothingInFlight({ agency, sub }: StandingAlone): void {
  for (const { data } of agency.charges)
    fail("conflict", data.what === "refund card" ? "refund.inFlight" : "recharge.inFlight");
  if (sub.account.data.balanceFrom === "agency") checkNoneOrdered(sub.orders);
}

/** The terms with limits reduced by the transferred records, which take precedence. */
export const roomLeft = (sub: StandingAlone["sub"], next: Terms, over: Part, turn: DecisionContext): Terms =>
  reduceLimits(next, comingOver(over), addCallerAsMember(sub, turn).lines.length);

/** The number of transferred records: each is removed there and created here. */
export const comingOver = ({ effects }: Part): number => effects.length / 2;

/** Throws `conflict` if even the transferred records exceed a limit. */
export function reduceLimits(terms: Terms, numbers: number, people: number): Terms {
  const { limits } = terms;
  const less = (limit: number | null, by: number) => (limit === null ? null : limit - by);
  const left = { ...limits, numbers: less(limits.numbers, numbers), people: less(limits.people, people) };
  if (left.numbers !== null && left.numbers < 0)
    fail("conflict", "plans.agencyNumbers", { plan: terms.planName, limit: limits.numbers!, count: numbers });
  return { ...terms, limits: left };
}

/** Transfers the agency's numbers. Throws `conflict` if one is being ported away. */
export function moveNumbers(
  { agency, sub }: StandingAlone,
  numbers: readonly Doc<NumberData>[],
  turn: DecisionContext,
): Part {
  checkPorting(numbers);
  const { account } = agency;
  const home = {
    account,
    terms: sub.terms.data,
    payer: account.id,
    targets: new Map([[sub.account.id, { name: sub.account.data.name }]]),
  };
  const left = numbers
    .filter(({ data }) => data.standing.is !== "released")
    .toSorted(byNumber)
    .map((number) => applyDisposition(number, { is: "move", to: sub.account.id }, home, turn));
  return { lines: left.map(({ line }) => line), effects: left.flatMap(({ effects }) => effects) };
}

/** The person who detaches it becomes a member: until then the agency gave them the right to act in it. */
function addCallerAsMember(sub: StandingAlone["sub"], { by, now }: DecisionContext): Part {
  const who = personOf(by);
  if (who === null || sub.members.some(({ id }) => id === who)) return { lines: [], effects: [] };
  return {
    lines: [effectLine(`person:${who}`, "people", message("plans.joins", { who, name: sub.account.data.name }))],
    effects: addMember(sub.account.id, who, { role: "administrator", softphone: false }, by, now),
  };
}
