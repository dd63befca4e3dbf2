import type { AccountData } from "./account.schema.ts";
import { daysAfter } from "./calendar.ts";
import { type Effect, save } from "./decision.ts";
import { refuse } from "./failure.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { type Micros, money, showBalance, showOwed } from "./money.ts";
import { HOLD_DAYS } from "./holding.ts";
import { type Fees, feesOf } from "./monthlyCost.ts";
import { byNumber, leavingNumber, type Moving, type Parting, type Turn } from "./parting.ts";
import { showNumber } from "./phoneNumber.ts";
import { phrase } from "./phrase.ts";
import type { Terms } from "./plans.ts";
import { effectLine, figure, type Line } from "./proposal.ts";
import type { Doc } from "./record.ts";
import { overdueLines, overdueMonths } from "./subscription.ts";
import type { SubscriptionData } from "./subscription.schema.ts";
import type { NumberData } from "./tracking.schema.ts";
import type { Instant } from "./time.ts";
import { numbersText } from "./upkeep.ts";

/** The phone platform keeps recordings for so many days after a cancellation. */
const RECORDINGS_DAYS = 60;

/** An account that is canceled, whatever becomes of its numbers. */
export interface Canceled {
  account: Doc<AccountData>;
  lifecycle: Doc<Lifecycle>;
  subscription: Doc<SubscriptionData> | null;
  terms: Terms;
  /** Those who have a seat here: how many, and the ids of the first. */
  people: { count: number; first: readonly string[] };
  /** Names of sub-accounts that are not canceled. */
  below: readonly string[];
  payer: string;
  balanceMicros: Micros;
  /** What of it is not on its way out already. */
  spendableMicros: Micros;
}

export interface Canceling extends Canceled {
  numbers: readonly Doc<NumberData>[];
  /** What becomes of a number; a number that nobody spoke of is held. */
  partingOf: (number: string) => Parting;
  /** The accounts that numbers can move to, by id. */
  targets: ReadonlyMap<string, Moving>;
}

/** What becomes of all numbers of an account. */
export interface Leavings {
  lines: readonly Line[];
  effects: readonly Effect[];
  micros: Micros;
  /** Until the last of them is held; null where none is. */
  heldUntil: Instant | null;
}

/** Cancels an account: what becomes of each number, what it costs, what stays. Throws `conflict`, `unpaid`. */
export function cancelAccount(asked: Canceling, turn: Turn): { lines: Line[]; effects: Effect[] } {
  checkNoneBelow(asked);
  const numbers = asked.numbers.filter(({ data }) => data.standing.is !== "released").toSorted(byNumber);
  checkPorting(numbers);
  const left = numbers.map((number) => leavingNumber(number, asked.partingOf(number.id), asked, turn));
  const ends = left.flatMap(({ heldUntil }) => heldUntil ?? []);
  const leavings = {
    lines: left.map(({ line }) => line),
    effects: left.flatMap(({ effects }) => effects),
    micros: left.reduce((sum, { micros }) => sum + micros, 0),
    heldUntil: ends.reduce<Instant | null>((a, b) => Math.max(a ?? b, b), null),
  };
  return cancelWith(asked, leavings, turn);
}

/** The account itself, with what was worked out about its numbers. */
export function cancelWith(asked: Canceled, leavings: Leavings, turn: Turn): { lines: Line[]; effects: Effect[] } {
  checkNoneBelow(asked);
  const { account, lifecycle, subscription, terms, spendableMicros } = asked;
  const { micros: cost, heldUntil } = leavings;
  const overdue = subscription && overdueMonths(account, terms, subscription, turn.now);
  const owed = overdue?.spent ?? 0;
  checkCovered(cost, spendableMicros - owed, asked);
  const undoUntil = heldUntil ?? daysAfter(turn.at, HOLD_DAYS, account.data.zone);
  const paidUntil = overdue?.subscription.data.renewsAt ?? null;
  const canceled = { since: turn.now, by: turn.by.id, until: null };
  const data = { ...lifecycle.data, canceled, leaving: { undoUntil, paidUntil } };
  const whole = save("lifecycle", lifecycle, data, { action: phrase("lifecycle.didCancel") });
  const text = phrase("lifecycle.cancelLine", { name: account.data.name });
  const line = effectLine("lifecycle", "accounts", text, null, { how: "until", until: undoUntil });
  return {
    lines: [
      line,
      ...leavings.lines,
      ...(overdue ? overdueLines(overdue, terms) : []),
      ...figures({ ...asked, balanceMicros: asked.balanceMicros - owed - cost }, { undoUntil, paidUntil }, turn.at),
    ],
    effects: [...(overdue?.effects ?? []), whole, ...leavings.effects],
  };
}

function checkNoneBelow({ below }: Canceled): void {
  if (below.length > 0) refuse("conflict", "lifecycle.subAccountsOpen", { accounts: below.join(", ") });
}

/** Throws `unpaid` where what is held or forwarded cannot be prepaid. */
export function checkCovered(
  cost: Micros,
  free: Micros,
  { terms, payer, account }: Pick<Canceled, "terms" | "payer" | "account">,
): void {
  if (cost <= 0 || free >= cost) return;
  const sum = showOwed(money(cost, terms.currency), "en");
  if (payer !== account.id) refuse("unpaid", "lifecycle.holdUnpaidAgency", { sum });
  refuse("unpaid", "lifecycle.holdUnpaid", { sum, balance: showBalance(money(free, terms.currency), "en") });
}

/** A number on its way to another carrier would get lost: nobody could say whose it is. */
export function checkPorting(numbers: readonly Doc<NumberData>[]): void {
  const porting = numbers.filter(({ data }) => data.standing.is === "porting").map(({ data }) => showNumber(data.e164));
  if (porting.length === 0) return;
  const key = porting.length === 1 ? "lifecycle.porting" : "lifecycle.portingMany";
  refuse("conflict", key, { numbers: porting.join(", ") });
}

/** Numbers that move to another account, and what they cost there a month. */
export interface MovedFees {
  to: string;
  name: string;
  fees: Fees;
}

/** By the terms of the accounts that they move to. */
export function movedFees(
  effects: readonly Effect[],
  homes: readonly (Pick<MovedFees, "to" | "name"> & { terms: Terms })[],
  now: Instant,
): MovedFees[] {
  const created = effects.flatMap((one) => (one.do === "create" && one.kind === "number" ? [one] : []));
  return homes.map(({ to, name, terms }) => {
    const numbers = created.filter(({ account }) => account === to).map(({ data }) => data as NumberData);
    return { to, name, fees: feesOf(numbers, terms, now) };
  });
}

export const movedLines = (moved: readonly MovedFees[]): Line[] =>
  moved.flatMap(({ to, name, fees: { count, micros } }) =>
    count === 0
      ? []
      : [
          figure(
            `fees:${to}`,
            "money per month",
            phrase("lifecycle.feesThere", { numbers: numbersText(count), name }),
            micros,
          ),
        ],
  );

function figures(
  { people, terms, payer, account, balanceMicros }: Canceled,
  { undoUntil, paidUntil }: { undoUntil: Instant; paidUntil: Instant | null },
  at: Instant,
): Line[] {
  const plan = terms.planName;
  const isFree = paidUntil === null || undoUntil <= paidUntil;
  return [
    ...(people.count > people.first.length
      ? [figure("people", "people", phrase("lifecycle.peopleMany", { count: people.count }))]
      : people.first.map((who) => figure(`person:${who}`, "people", phrase("lifecycle.personLine", { who })))),
    paidUntil === null
      ? figure("subscription", "money per month", phrase("lifecycle.agencySubscription"))
      : figure(
          "subscription",
          "money per month",
          phrase("lifecycle.subscriptionEnds", { plan, until: paidUntil }),
          -terms.pricePerMonth,
        ),
    ...(payer === account.id ? [figure("balance", "money now", phrase("lifecycle.balanceLeft"), balanceMicros)] : []),
    figure(
      "undo",
      "money now",
      isFree
        ? phrase("lifecycle.undoFree", { until: undoUntil })
        : phrase("lifecycle.undoCosts", { until: undoUntil, paid: paidUntil }),
      isFree ? 0 : terms.pricePerMonth,
    ),
    figure("data", "data", phrase("lifecycle.dataStays")),
    figure(
      "recordings",
      "data",
      phrase("lifecycle.recordings", { day: daysAfter(at, RECORDINGS_DAYS, account.data.zone) }),
    ),
  ];
}
