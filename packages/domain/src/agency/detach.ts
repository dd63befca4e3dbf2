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

/** An agency that ends, and the one account below it that goes on alone. */
export interface StandingAlone {
  plan: PlanId;
  agency: {
    account: Doc<AccountData>;
    terms: Terms;
    lifecycle: Doc<Lifecycle>;
    subscription: Doc<SubscriptionData>;
    /** What was paid last for the subscription. */
    fee: PaidFee | null;
    wallet: Wallet | null;
    cards: readonly Card[];
    /** Cards that are being charged or paid back right now. */
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
  /** Versions that the other plan no longer shows. */
  hidden: number;
}

/** With all numbers of the account that goes on, and with all of both. */
export type AloneThere = StandingAlone & { sub: Freezable };
export type Detachment = AloneThere & { agency: { numbers: readonly Doc<NumberData>[] } };

export interface Part {
  lines: Line[];
  effects: Effect[];
}

/** What becomes of the numbers: those that come over, and what of all that the account then has is parked or returns. */
interface Numbers {
  over: Part;
  parked: Part;
  /** Of the account's own numbers as they then are. */
  fees: Fees;
}

/** One sub-account becomes the account that stands alone: the agency's numbers, money and cards go to it. */
export function detachSubAccount(asked: Detachment, turn: DecisionContext): Part & { cost: MonthlyCost } {
  const over = moveNumbers(asked, asked.agency.numbers, turn);
  return standAloneWith(asked, { over, ...parkedThere(asked, over, turn) }, turn);
}

/** What of the account's own numbers, queues and people is parked or returns beside those that come over. */
export function parkedThere({ sub, plan }: AloneThere, over: Part, turn: DecisionContext): Omit<Numbers, "over"> {
  const next = nextTerms(sub.terms.data, plan, turn.at);
  const parked = freeze(sub, roomLeft(sub, next, over, turn), {}, turn);
  return { parked, fees: feesOf(numbersAfterwards(parked.effects, sub.numbers), next, turn.now) };
}

/** The same, where it is known what becomes of the numbers; those of which that is done later are in lines alone. */
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

/** Numbers as they then are: those that come over among them. */
function numbersAfterwards(effects: readonly Effect[], before: readonly Doc<NumberData>[]): NumberData[] {
  const saved = new Map(effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [[one.id, one]] : [])));
  const data = (one: { data: unknown }) => one.data as NumberData;
  return [
    ...before.map((number) => data(saved.get(number.id) ?? number)),
    ...effects.flatMap((one) => (one.do === "create" && one.kind === "number" ? [data(one)] : [])),
  ];
}

/** What ends later would still be booked to the agency, when its balance is gone. */
function checkNothingInFlight({ agency, sub }: StandingAlone): void {
  for (const { data } of agency.charges)
    fail("conflict", data.what === "refund card" ? "refund.inFlight" : "recharge.inFlight");
  if (sub.account.data.balanceFrom === "agency") checkNoneOrdered(sub.orders);
}

/** The terms with the room that they leave for what the account has: what comes over has its place before. */
export const roomLeft = (sub: StandingAlone["sub"], next: Terms, over: Part, turn: DecisionContext): Terms =>
  reduceLimits(next, comingOver(over), addCallerAsMember(sub, turn).lines.length);

/** How many come over: each goes from here and comes there. */
export const comingOver = ({ effects }: Part): number => effects.length / 2;

/** Throws `conflict` where not even what comes over has room. */
export function reduceLimits(terms: Terms, numbers: number, people: number): Terms {
  const { limits } = terms;
  const less = (limit: number | null, by: number) => (limit === null ? null : limit - by);
  const left = { ...limits, numbers: less(limits.numbers, numbers), people: less(limits.people, people) };
  if (left.numbers !== null && left.numbers < 0)
    fail("conflict", "plans.agencyNumbers", { plan: terms.planName, limit: limits.numbers!, count: numbers });
  return { ...terms, limits: left };
}

/** The agency's own numbers come over. Throws `conflict` where one is on its way to another carrier. */
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

/** Whoever does this keeps a way in: the right to act in it came with the agency. */
function addCallerAsMember(sub: StandingAlone["sub"], { by, now }: DecisionContext): Part {
  const who = personOf(by);
  if (who === null || sub.members.some(({ id }) => id === who)) return { lines: [], effects: [] };
  return {
    lines: [effectLine(`person:${who}`, "people", message("plans.joins", { who, name: sub.account.data.name }))],
    effects: addMember(sub.account.id, who, { role: "administrator", softphone: false }, by, now),
  };
}
