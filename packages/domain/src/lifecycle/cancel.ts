import type { AccountData } from "../account/schema.ts";
import { daysAfter } from "../core/calendar.ts";
import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import type { Lifecycle } from "./rules.ts";
import { type Micros, money, formatBalance, formatAmountDue } from "../core/money.ts";
import { DEFAULT_HOLD_DAYS } from "./holdCost.ts";
import { type Fees, feesOf } from "../balance/monthlyCost.ts";
import { byNumber, applyDisposition, type MoveTarget, type Disposition, type DecisionContext } from "./disposition.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Terms } from "../plans/catalogue.ts";
import { effectLine, figureLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import { overdueLines, chargeOverdueMonths } from "../balance/subscription.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { NumberData } from "../numbers/schema.ts";
import type { Instant } from "../core/time.ts";
import { formatNumberCount } from "./runningCost.ts";

/** The phone platform keeps recordings for this many days after a cancellation. */
const RECORDINGS_DAYS = 60;

/** How long a cancellation can be undone in which no number is held. */
const UNDO_DAYS_WITHOUT_HOLD = DEFAULT_HOLD_DAYS;

/** A canceled account, apart from its numbers. */
export interface CanceledAccount {
  account: Doc<AccountData>;
  lifecycle: Doc<Lifecycle>;
  subscription: Doc<SubscriptionData> | null;
  terms: Terms;
  /** The account's members: how many, and the ids of the first. */
  people: { count: number; listedIds: readonly string[] };
  /** Names of sub-accounts that are not canceled. */
  activeSubAccountNames: readonly string[];
  payer: string;
  balanceMicros: Micros;
  /** The part of the balance that isn't reserved. */
  spendableMicros: Micros;
}

export interface AccountCancellation extends CanceledAccount {
  numbers: readonly Doc<NumberData>[];
  /** The disposition of a number; the default is to hold it. */
  dispositionOf: (number: string) => Disposition;
  /** The possible target accounts, by id. */
  moveTargets: ReadonlyMap<string, MoveTarget>;
}

/** The disposition of all of the account's numbers. */
export interface NumbersOutcome {
  lines: readonly Line[];
  effects: readonly Effect[];
  /** The cost of prepaid holds and forwards. */
  micros: Micros;
  /** Until when the last of them is held; null if none is. */
  heldUntil: Instant | null;
}

/** Cancels an account: the disposition of each number, the costs, what is kept. Throws `conflict`, `unpaid`. */
export function cancelAccount(
  input: AccountCancellation,
  context: DecisionContext,
): { lines: Line[]; effects: Effect[] } {
  checkNoSubAccounts(input);
  const numbers = input.numbers.filter(({ data }) => data.state.is !== "released").toSorted(byNumber);
  checkPorting(numbers);
  const results = numbers.map((number) => applyDisposition(number, input.dispositionOf(number.id), input, context));
  const holdEnds = results.flatMap(({ heldUntil }) => heldUntil ?? []);
  const numbersOutcome = {
    lines: results.map(({ line }) => line),
    effects: results.flatMap(({ effects }) => effects),
    micros: results.reduce((sum, { micros }) => sum + micros, 0),
    heldUntil: holdEnds.reduce<Instant | null>((a, b) => Math.max(a ?? b, b), null),
  };
  return cancelWith(input, numbersOutcome, context);
}

/** Cancels the account itself, given the outcome for its numbers. */
export function cancelWith(
  input: CanceledAccount,
  numbersOutcome: NumbersOutcome,
  context: DecisionContext,
): { lines: Line[]; effects: Effect[] } {
  checkNoSubAccounts(input);
  const { account, lifecycle, subscription, terms, spendableMicros } = input;
  const { micros: cost, heldUntil } = numbersOutcome;
  const overdue = subscription && chargeOverdueMonths(account, terms, subscription, context.now);
  const overdueMicros = overdue?.spent ?? 0;
  checkCovered(cost, spendableMicros - overdueMicros, input);
  const undoUntil = heldUntil ?? daysAfter(context.proposedAt, UNDO_DAYS_WITHOUT_HOLD, account.data.zone);
  const paidUntil = overdue?.subscription.data.renewsAt ?? null;
  const canceled = { since: context.now, by: context.by.id, until: null };
  const data = { ...lifecycle.data, canceled, cancellation: { undoUntil, paidUntil } };
  const savedLifecycle = save("lifecycle", lifecycle, data, { action: message("lifecycle.didCancel") });
  const text = message("lifecycle.cancelLine", { name: account.data.name });
  const line = effectLine("lifecycle", "accounts", text, null, { when: "until", until: undoUntil });
  return {
    lines: [
      line,
      ...numbersOutcome.lines,
      ...(overdue ? overdueLines(overdue, terms) : []),
      ...figureLines(
        { ...input, balanceMicros: input.balanceMicros - overdueMicros - cost },
        { undoUntil, paidUntil },
        context.proposedAt,
      ),
    ],
    effects: [...(overdue?.effects ?? []), savedLifecycle, ...numbersOutcome.effects],
  };
}

function checkNoSubAccounts({ activeSubAccountNames }: CanceledAccount): void {
  if (activeSubAccountNames.length > 0)
    fail("conflict", "lifecycle.subAccountsOpen", { accounts: activeSubAccountNames.join(", ") });
}

/** Throws `unpaid` if the balance doesn't cover the prepaid holds and forwards. */
export function checkCovered(
  cost: Micros,
  spendable: Micros,
  { terms, payer, account }: Pick<CanceledAccount, "terms" | "payer" | "account">,
): void {
  if (cost <= 0 || spendable >= cost) return;
  const sum = formatAmountDue(money(cost, terms.currency), "en");
  if (payer !== account.id) fail("unpaid", "lifecycle.holdUnpaidAgency", { sum });
  fail("unpaid", "lifecycle.holdUnpaid", { sum, balance: formatBalance(money(spendable, terms.currency), "en") });
}

/** Throws `conflict` if a number is being ported away: it would get lost, and nobody could say whose it is. */
export function checkPorting(numbers: readonly Doc<NumberData>[]): void {
  const porting = numbers
    .filter(({ data }) => data.state.is === "porting")
    .map(({ data }) => formatPhoneNumber(data.e164));
  if (porting.length === 0) return;
  const key = porting.length === 1 ? "lifecycle.porting" : "lifecycle.portingMany";
  fail("conflict", key, { numbers: porting.join(", ") });
}

/** The monthly cost of moved numbers in their new account. */
export interface MovedFees {
  to: string;
  name: string;
  fees: Fees;
}

/** The monthly cost of the numbers that `effects` create in the target accounts, by those accounts' terms. */
export function movedFees(
  effects: readonly Effect[],
  targets: readonly (Pick<MovedFees, "to" | "name"> & { terms: Terms })[],
  now: Instant,
): MovedFees[] {
  const createdNumbers = effects.flatMap((effect) =>
    effect.do === "create" && effect.kind === "number" ? [effect] : [],
  );
  return targets.map(({ to, name, terms }) => {
    const numbers = createdNumbers.filter(({ account }) => account === to).map(({ data }) => data as NumberData);
    return { to, name, fees: feesOf(numbers, terms, now) };
  });
}

export const movedFeeLines = (moved: readonly MovedFees[]): Line[] =>
  moved.flatMap(({ to, name, fees: { count, micros } }) =>
    count === 0
      ? []
      : [
          figureLine(
            `fees:${to}`,
            "money per month",
            message("lifecycle.feesThere", { numbers: formatNumberCount(count), name }),
            micros,
          ),
        ],
  );

function figureLines(
  { people, terms, payer, account, balanceMicros }: CanceledAccount,
  { undoUntil, paidUntil }: { undoUntil: Instant; paidUntil: Instant | null },
  at: Instant,
): Line[] {
  const plan = terms.planName;
  const isFree = paidUntil === null || undoUntil <= paidUntil;
  return [
    ...(people.count > people.listedIds.length
      ? [figureLine("people", "people", message("lifecycle.peopleMany", { count: people.count }))]
      : people.listedIds.map((who) => figureLine(`person:${who}`, "people", message("lifecycle.personLine", { who })))),
    paidUntil === null
      ? figureLine("subscription", "money per month", message("lifecycle.agencySubscription"))
      : figureLine(
          "subscription",
          "money per month",
          message("lifecycle.subscriptionEnds", { plan, until: paidUntil }),
          -terms.pricePerMonth,
        ),
    ...(payer === account.id
      ? [figureLine("balance", "money now", message("lifecycle.balanceStays"), balanceMicros)]
      : []),
    figureLine(
      "undo",
      "money now",
      isFree
        ? message("lifecycle.undoFree", { until: undoUntil })
        : message("lifecycle.undoCosts", { until: undoUntil, paid: paidUntil }),
      isFree ? 0 : terms.pricePerMonth,
    ),
    figureLine("data", "data", message("lifecycle.dataStays")),
    figureLine(
      "recordings",
      "data",
      message("lifecycle.recordings", { day: daysAfter(at, RECORDINGS_DAYS, account.data.zone) }),
    ),
  ];
}
