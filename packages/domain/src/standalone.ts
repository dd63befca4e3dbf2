import { addMember } from "./account.ts";
import type { AccountData } from "./account.schema.ts";
import { personOf } from "./actor.ts";
import { checkPorting } from "./canceling.ts";
import { type Card, cardName, type Wallet } from "./cards.ts";
import { create, type Effect, post, remove, save } from "./decision.ts";
import type { ErrandData } from "./errands.schema.ts";
import { refuse } from "./failure.ts";
import { balanceMove, feeBack, feeMovement, type PaidFee } from "./ledger.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { type Micros, money, showBalance, showOwed } from "./money.ts";
import { checkNoneOrdered, type Parkable, park } from "./parking.ts";
import { feesOf, type MonthlyCost } from "./monthlyCost.ts";
import { byNumber, leavingNumber, type Turn } from "./parting.ts";
import { phrase } from "./phrase.ts";
import { balanceLine, nextTerms, past } from "./planChange.ts";
import { type PlanId, type Terms } from "./plans.ts";
import { prorated } from "./proration.ts";
import { ALWAYS, type CanUndo, effectLine, figure, type Line } from "./proposal.ts";
import type { Doc } from "./record.ts";
import { overdueLines, overdueMonths } from "./subscription.ts";
import type { SubscriptionData } from "./subscription.schema.ts";
import type { NumberData } from "./tracking.schema.ts";
import { numbersText } from "./upkeep.ts";

/** An agency that ends, and the one account below it that goes on alone. */
export interface Standalone {
  plan: PlanId;
  agency: {
    account: Doc<AccountData>;
    terms: Terms;
    lifecycle: Doc<Lifecycle>;
    subscription: Doc<SubscriptionData>;
    /** What was paid last for the subscription. */
    fee: PaidFee | null;
    numbers: readonly Doc<NumberData>[];
    wallet: Wallet | null;
    cards: readonly Card[];
    /** Cards that are being charged or paid back right now. */
    charges: readonly Doc<ErrandData>[];
    balanceMicros: Micros;
  };
  sub: Parkable & {
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

interface Part {
  lines: Line[];
  effects: Effect[];
}
type Payments = Part & Pick<MonthlyCost, "nowMicros" | "cards"> & { month: SubscriptionData };

const NEVER: CanUndo = { how: "never" };

/** One sub-account becomes the account that stands alone: the agency's numbers, money and cards go to it. */
export function standAlone(asked: Standalone, turn: Turn): Part & { cost: MonthlyCost } {
  const { agency, sub, plan } = asked;
  checkNothingUnderWay(asked);
  const next = nextTerms(sub.terms.data, plan, turn.at);
  const named = { name: sub.account.data.name, agency: agency.account.data.name, plan: next.planName };
  const moved = numbersOver(asked, turn);
  const joins = newcomer(asked, turn);
  const rest = park(sub, smallerBy(next, moved.effects.length / 2, joins.lines.length), {}, turn);
  const paid = payments(asked, next, turn);
  const leaves = { ...sub.account.data, agency: null, balanceFrom: "own" as const };
  const canceled = { since: turn.now, by: turn.by.id, until: null };
  const closed = { ...agency.lifecycle.data, canceled, leaving: { undoUntil: turn.at, paidUntil: null } };
  const fees = feesOf(numbersAfter([...moved.effects, ...rest.effects], sub.numbers), next, turn.now);
  const price = next.pricePerMonth;
  const numbers = numbersText(fees.count);
  return {
    cost: {
      nowMicros: paid.nowMicros,
      monthMicros: price + fees.micros,
      dues: [...fees.dues, { at: paid.month.renewsAt, anchor: paid.month.paidFrom, micros: price }],
      isAll: true,
      cards: paid.cards,
    },
    lines: [
      effectLine("standalone", "accounts", phrase("plans.standaloneLine", named), null, NEVER),
      effectLine("agency", "accounts", phrase("plans.agencyEnds", named), null, NEVER),
      ...moved.lines,
      ...rest.lines,
      ...joins.lines,
      ...paid.lines,
      ...(fees.count === 0
        ? []
        : [figure("fees", "money per month", phrase("lifecycle.feesLine", { numbers }), fees.micros)]),
      ...past({ terms: sub.terms, hidden: asked.hidden }, next, turn.at),
    ],
    effects: [
      save("account", sub.account, leaves, { action: phrase("plans.didStandAlone", named) }),
      save("terms", sub.terms, next, {
        action: phrase("plans.didChange", { plan: next.planName, was: sub.terms.data.planName }),
      }),
      save("lifecycle", agency.lifecycle, closed, { action: phrase("plans.didEndAgency", named) }),
      ...moved.effects,
      ...rest.effects,
      ...joins.effects,
      ...paid.effects,
    ],
  };
}

/** The account's numbers as they then are: those that come over among them. */
function numbersAfter(effects: readonly Effect[], before: readonly Doc<NumberData>[]): NumberData[] {
  const saved = new Map(effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [[one.id, one]] : [])));
  const data = (one: { data: unknown }) => one.data as NumberData;
  return [
    ...before.map((number) => data(saved.get(number.id) ?? number)),
    ...effects.flatMap((one) => (one.do === "create" && one.kind === "number" ? [data(one)] : [])),
  ];
}

/** What ends later would still be booked to the agency, when its balance is gone. */
function checkNothingUnderWay({ agency, sub }: Standalone): void {
  for (const { data } of agency.charges)
    refuse("conflict", data.what === "refund card" ? "refund.inFlight" : "recharge.inFlight");
  if (sub.account.data.balanceFrom === "agency") checkNoneOrdered(sub.orders);
}

/** What comes over takes up room before what is parked is chosen. */
function smallerBy(terms: Terms, numbers: number, people: number): Terms {
  const { limits } = terms;
  const less = (limit: number | null, by: number) => (limit === null ? null : limit - by);
  const left = { ...limits, numbers: less(limits.numbers, numbers), people: less(limits.people, people) };
  if (left.numbers !== null && left.numbers < 0)
    refuse("conflict", "plans.agencyNumbers", { plan: terms.planName, limit: limits.numbers!, count: numbers });
  return { ...terms, limits: left };
}

function numbersOver({ agency, sub }: Standalone, turn: Turn): Part {
  checkPorting(agency.numbers);
  const { account } = agency;
  const home = {
    account,
    terms: sub.terms.data,
    payer: account.id,
    targets: new Map([[sub.account.id, { name: sub.account.data.name }]]),
  };
  const left = agency.numbers
    .filter(({ data }) => data.standing.is !== "released")
    .toSorted(byNumber)
    .map((number) => leavingNumber(number, { is: "move", to: sub.account.id }, home, turn));
  return { lines: left.map(({ line }) => line), effects: left.flatMap(({ effects }) => effects) };
}

/** Whoever does this keeps a way in: the right to act in it came with the agency. */
function newcomer({ sub }: Standalone, { by, now }: Turn): Part {
  const who = personOf(by);
  if (who === null || sub.members.some(({ id }) => id === who)) return { lines: [], effects: [] };
  return {
    lines: [effectLine(`person:${who}`, "people", phrase("plans.joins", { who, name: sub.account.data.name }))],
    effects: addMember(sub.account.id, who, { role: "administrator", softphone: false }, by, now),
  };
}

/** The rest of the month, the agency's balance and its cards. */
function payments(asked: Standalone, next: Terms, turn: Turn): Payments {
  const { agency, sub } = asked;
  const { now, at } = turn;
  const { currency } = next;
  const name = sub.account.data.name;
  const overdue = overdueMonths(agency.account, agency.terms, agency.subscription, now, agency.fee);
  const { fee } = overdue;
  const running = overdue.subscription.data;
  const until = running.renewsAt;
  const share = prorated(running, fee, next.pricePerMonth, currency, at);
  const due = share.due - share.back;
  const left = agency.balanceMicros - overdue.spent;
  const all = left + sub.balanceMicros;
  const free = left + sub.spendableMicros;
  if (due > 0 && free < due)
    refuse("unpaid", "plans.unpaid", {
      sum: showOwed(money(due, currency), "en"),
      balance: showBalance(money(free, currency), "en"),
    });
  const [home, here] = [agency.account.id, sub.account.id];
  const key = `standalone:${here}:${sub.terms.version}`;
  const back = phrase("plans.agencyBack", { agency: agency.account.data.name, until });
  const owed = phrase("plans.restDue", { plan: next.planName, until });
  const over = phrase("plans.balanceOver", { agency: agency.account.data.name });
  const month: SubscriptionData = { ...running, paidMicros: share.free ? 0 : next.pricePerMonth };
  const action = phrase("subscription.didChange", { plan: next.planName, until });
  const cards = cardsOver(asked);
  const come = cards.effects.length > 0;
  return {
    month,
    nowMicros: due - left,
    ...(come ? { cards: { cards: agency.cards, wallet: agency.wallet } } : {}),
    lines: [
      ...overdueLines(overdue, agency.terms),
      ...(left === 0 ? [] : [effectLine("balance", "money now", over, -left, NEVER)]),
      ...(share.back > 0 ? [effectLine("rest back", "money now", back, -share.back, NEVER)] : []),
      ...(share.due > 0 ? [effectLine("rest due", "money now", owed, share.due, NEVER)] : []),
      ...(share.free ? [figure("rest", "money now", phrase("plans.monthFree", { until }), 0)] : []),
      ...cards.lines,
      balanceLine(all - due),
      figure("price", "money per month", phrase("plans.pays", { name }), next.pricePerMonth),
    ],
    effects: [
      ...overdue.effects,
      ...(left === 0 ? [] : [post(balanceMove(home, here, money(left, currency), over, now, `${key}:balance`))]),
      ...(fee !== null && share.back > 0
        ? [post(feeBack(fee.key, "subscription", here, home, money(share.back, currency), back, now, `${key}:back`))]
        : []),
      ...(share.due > 0
        ? [post(feeMovement("subscription", here, here, money(share.due, currency), owed, now, `${key}:due`))]
        : []),
      sub.subscription
        ? save("subscription", sub.subscription, month, { action })
        : create(here, "subscription", here, month, { action }),
      ...cards.effects,
    ],
  };
}

/** Cards hang on one customer at the provider: an account with cards of its own keeps those. */
function cardsOver({ agency, sub }: Standalone): Part {
  const { wallet, cards } = agency;
  const { name } = sub.account.data;
  if (!wallet || cards.length === 0) return { lines: [], effects: [] };
  if (sub.cards.length > 0)
    return { lines: [figure("cards", "money now", phrase("plans.ownCards", { name }))], effects: [] };
  const here = sub.account.id;
  const said = (card: string) => ({ action: phrase("plans.didMoveCard", { card, name }) });
  const whole = said(name);
  return {
    lines: cards.map(({ id, data }) =>
      effectLine(`card:${id}`, "money now", phrase("plans.cardOver", { card: cardName(data), name }), null, ALWAYS),
    ),
    // A customer of the provider belongs to one account: first it goes there, then it comes here.
    effects: [
      ...cards.map((card) => remove("card", card, said(cardName(card.data)))),
      remove("wallet", wallet, whole),
      ...cards.map(({ id, data }) => create(here, "card", id, data, said(cardName(data)))),
      sub.wallet ? save("wallet", sub.wallet, wallet.data, whole) : create(here, "wallet", here, wallet.data, whole),
    ],
  };
}
