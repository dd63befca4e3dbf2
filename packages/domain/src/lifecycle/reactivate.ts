import type { AccountData } from "../account/schema.ts";
import { monthsAfter } from "../core/calendar.ts";
import { type Effect, post, save } from "../core/effect.ts";
import { request } from "../core/providerRequest.ts";
import type { ScheduledFee } from "../balance/forecast.ts";
import { fail } from "../core/failure.ts";
import { feeMovement, isInactive } from "../core/ledger.ts";
import type { Fact, Lifecycle } from "./rules.ts";
import { type Micros, money, formatAmountDue } from "../core/money.ts";
import { type Fees, feesOf, type MonthlyCost } from "../balance/monthlyCost.ts";
import { monthlyFee } from "../numbers/rules.ts";
import { byNumber, type DecisionContext } from "./disposition.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Terms } from "../plans/catalogue.ts";
import { effectLine, figureLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";
import type { NumberData } from "../numbers/schema.ts";
import { formatNumberCount } from "./runningCost.ts";

/** The carrier's answer about a released number. */
export type Availability = "free" | "gone" | "unsure";

export interface ReactivatedAccount {
  /** `undo` reverts the cancellation completely; `reactivate` also orders released numbers that are still available. */
  how: "undo" | "reactivate";
  account: Doc<AccountData>;
  lifecycle: Doc<Lifecycle>;
  subscription: Doc<SubscriptionData> | null;
  terms: Terms;
  /** How many of each return unchanged. */
  rest: { sources: number; queues: number; presets: number; people: number };
  payer: string;
  balanceMicros: Micros;
  /** The part of the balance that isn't reserved. */
  spendableMicros: Micros;
  cardWorks: boolean;
}

export interface Reactivation extends ReactivatedAccount {
  numbers: readonly Doc<NumberData>[];
  availability: Readonly<Record<string, Availability>>;
}

interface Part {
  lines: readonly Line[];
  effects: readonly Effect[];
}
interface ReactivationResult {
  lines: Line[];
  effects: Effect[];
  cost: MonthlyCost;
}

/**
 * Reactivates a canceled account: today's price, what returns, what can be ordered again, what is gone. Throws
 * `unpaid`.
 */
export function reactivateAccount(asked: Reactivation, turn: DecisionContext): ReactivationResult {
  const canceled = asked.lifecycle.data.canceled!;
  const back = asked.numbers
    .toSorted(byNumber)
    .flatMap((number) => reactivateNumber(number, canceled, asked, turn) ?? []);
  const charged = back.flatMap((part) => part.charged ?? []);
  return reactivateWith(
    asked,
    {
      lines: back.flatMap(({ lines }) => lines),
      effects: back.flatMap(({ effects }) => effects),
      fees: feesOf(charged, asked.terms, turn.now),
    },
    turn,
  );
}

/** Reactivates the account itself, given the outcome for its numbers. */
export function reactivateWith(
  asked: ReactivatedAccount,
  numbers: Part & { fees: Fees },
  turn: DecisionContext,
): ReactivationResult {
  const { how, account, lifecycle, terms, rest, balanceMicros, cardWorks } = asked;
  const { minimum } = terms.recharge;
  if (how === "reactivate" && !cardWorks && asked.spendableMicros < minimum)
    fail("unpaid", "lifecycle.needsMoney", { minimum: formatAmountDue(money(minimum, terms.currency), "en") });
  const running = { ...lifecycle.data, canceled: null, leaving: null };
  const action = message(how === "undo" ? "lifecycle.didUndo" : "lifecycle.didReactivate");
  const whole: Part = {
    lines: [effectLine("lifecycle", "accounts", message("lifecycle.backLine", { name: account.data.name }))],
    effects: [save("lifecycle", lifecycle, running, { action })],
  };
  const { fees } = numbers;
  const month = subscriptionPart(asked, turn);
  const parts = [whole, numbers, month];
  const feesLine = message("lifecycle.feesLine", { numbers: formatNumberCount(fees.count) });
  const lines = [
    ...parts.flatMap((part) => part.lines),
    ...(fees.count > 0 ? [figureLine("fees", "money per month", feesLine, fees.micros)] : []),
  ];
  const spent = lines.reduce((sum, { micros, as }) => sum + (as === "effect" ? (micros ?? 0) : 0), 0);
  const after = balanceMicros - spent;
  const below = isInactive(after) ? "lifecycle.balanceBelow" : "lifecycle.balanceAfter";
  return {
    lines: [
      ...lines,
      figureLine("rest", "data", message("lifecycle.restReturns", rest)),
      ...(asked.payer === account.id ? [figureLine("after", "money now", message(below), after)] : []),
    ],
    effects: parts.flatMap((part) => part.effects),
    cost: {
      nowMicros: spent,
      monthMicros: fees.micros + (month.due?.micros ?? 0),
      dues: [...fees.dues, ...(month.due ? [month.due] : [])],
      isAll: asked.payer === account.id,
    },
  };
}

/** `charged`: the number afterwards, if a month of it is charged again. */
type ReactivatedNumber = Part & { charged?: NumberData };

/** The facts that decide how a number returns or is ordered again. */
export type NumberReactivation = Pick<Reactivation, "how" | "terms" | "payer" | "availability">;

/** A held number returns free of charge, because the hold was prepaid. A released one is ordered again on request. */
export function reactivateNumber(
  number: Doc<NumberData>,
  canceled: Pick<Fact, "since">,
  asked: NumberReactivation,
  turn: DecisionContext,
): ReactivatedNumber | null {
  const { standing, e164, name } = number.data;
  const shown = formatPhoneNumber(e164);
  const named = { number: shown, name };
  const key = `number:${number.id}`;
  if (standing.is === "active" || standing.is === "porting") return { lines: [], effects: [], charged: number.data };
  if (standing.since < canceled.since) return null;
  const isKept = standing.is === "held" || (standing.is === "forwarded" && standing.left > 0);
  if (isKept && standing.until > turn.at) return returnHeldNumber(number, standing.until, turn);
  const isFree = asked.how === "reactivate" && asked.availability[number.id] === "free";
  if (!isFree) {
    const unsure = asked.availability[number.id] === "unsure" ? "lifecycle.unsureLine" : "lifecycle.goneLine";
    return { lines: [figureLine(key, "numbers", message(unsure, named))], effects: [] };
  }
  const feeMicros = monthlyFee(asked.terms, number.data.kind);
  const { source, route, kind } = number.data;
  const price = { feeMicros, currency: asked.terms.currency, payer: asked.payer };
  const input = { e164, shown, name, kind, source, route, ...price, again: number.id };
  const wanted = { what: "buy number", about: e164, record: number.id, input } as const;
  return {
    lines: [effectLine(key, "numbers", message("lifecycle.againLine", named), feeMicros)],
    effects: request(number.account, turn.newId(), wanted, turn.by, turn.now),
    charged: { ...number.data, ...newMonth(turn) },
  };
}

const newMonth = ({ at, now }: DecisionContext): Pick<NumberData, "standing" | "paidFrom" | "renewsAt"> => ({
  standing: { is: "active", since: now },
  paidFrom: at,
  renewsAt: monthsAfter(at, 1, "UTC"),
});

function returnHeldNumber(number: Doc<NumberData>, until: number, { now }: DecisionContext): ReactivatedNumber {
  const { e164, name, renewsAt } = number.data;
  const shown = formatPhoneNumber(e164);
  // The hold was prepaid: the next month begins where it would have ended.
  const months = renewsAt !== null && until > renewsAt ? { paidFrom: until, renewsAt: until } : {};
  const data: NumberData = { ...number.data, ...months, standing: { is: "active", since: now }, graceUntil: null };
  return {
    lines: [effectLine(`number:${number.id}`, "numbers", message("lifecycle.returnsLine", { number: shown, name }), 0)],
    effects: [save("number", number, data, { action: message("lifecycle.didReturn", { number: shown }) })],
    charged: data,
  };
}

/** A month paid before the cancellation still counts; after it a new one begins today. */
function subscriptionPart(
  { account, lifecycle, subscription, terms, payer }: ReactivatedAccount,
  { at, now }: DecisionContext,
): Part & { due?: ScheduledFee } {
  const paidUntil = lifecycle.data.leaving?.paidUntil ?? 0;
  const plan = terms.planName;
  if (subscription === null)
    return {
      lines: [figureLine("subscription", "money per month", message("lifecycle.agencySubscription"))],
      effects: [],
    };
  if (at < paidUntil) {
    const text = message("lifecycle.paidLine", { plan, until: paidUntil });
    const { renewsAt, paidFrom } = subscription.data;
    return {
      lines: [figureLine("subscription", "money per month", text, terms.pricePerMonth)],
      effects: [],
      due: { at: renewsAt, anchor: paidFrom, micros: terms.pricePerMonth },
    };
  }
  const paidMicros = terms.pricePerMonth;
  const data: SubscriptionData = {
    paidFrom: at,
    monthFrom: at,
    renewsAt: monthsAfter(at, 1, account.data.zone),
    paidMicros,
  };
  const memo = message("balance.subscription", { plan });
  const fee = money(paidMicros, terms.currency);
  const key = `subscription:${account.id}:back:${at}`;
  return {
    lines: [
      effectLine("subscription", "money now", message("lifecycle.monthLine", { plan }), paidMicros),
      figureLine("price", "money per month", message("lifecycle.priceLine", { plan }), paidMicros),
    ],
    due: { at: data.renewsAt, anchor: at, micros: paidMicros },
    effects: [
      save("subscription", subscription, data, {
        action: message("subscription.didRenew", { until: data.renewsAt }),
      }),
      ...(paidMicros > 0 ? [post(feeMovement("subscription", payer, account.id, fee, memo, now, key))] : []),
    ],
  };
}
