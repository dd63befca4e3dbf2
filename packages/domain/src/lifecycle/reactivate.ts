import type { Purchase } from "../numbers/buy.ts";
import type { AccountData } from "../account/schema.ts";
import { monthsAfter } from "../core/calendar.ts";
import { type Effect, post, save } from "../core/effect.ts";
import { request } from "../core/provider-request/providerRequest.ts";
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

/** The carrier's answer about a released number: it can be ordered, it can't, or the carrier didn't say. */
export type Availability = "free" | "gone" | "unsure";

export interface ReactivatedAccount {
  /** `undo` reverts the cancellation completely; `reactivate` also orders released numbers that are still available. */
  mode: "undo" | "reactivate";
  account: Doc<AccountData>;
  lifecycle: Doc<Lifecycle>;
  subscription: Doc<SubscriptionData> | null;
  terms: Terms;
  /** How many of each return unchanged. */
  unchanged: { sources: number; queues: number; presets: number; people: number };
  payer: string;
  balanceMicros: Micros;
  /** The part of the balance that isn't reserved. */
  spendableMicros: Micros;
  hasWorkingCard: boolean;
}

export interface Reactivation extends ReactivatedAccount {
  numbers: readonly Doc<NumberData>[];
  availability: Readonly<Record<string, Availability>>;
}

/** Lines of the proposal, and what confirming it writes. */
interface LinesAndEffects {
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
export function reactivateAccount(input: Reactivation, context: DecisionContext): ReactivationResult {
  const canceled = input.lifecycle.data.canceled!;
  const results = input.numbers
    .toSorted(byNumber)
    .flatMap((number) => reactivateNumber(number, canceled, input, context) ?? []);
  const chargedNumbers = results.flatMap((part) => part.charged ?? []);
  return reactivateWith(
    input,
    {
      lines: results.flatMap(({ lines }) => lines),
      effects: results.flatMap(({ effects }) => effects),
      fees: feesOf(chargedNumbers, input.terms, context.now),
    },
    context,
  );
}

/** Reactivates the account itself, given the outcome for its numbers. */
export function reactivateWith(
  input: ReactivatedAccount,
  numbers: LinesAndEffects & { fees: Fees },
  context: DecisionContext,
): ReactivationResult {
  const { mode, account, lifecycle, terms, unchanged, balanceMicros, hasWorkingCard } = input;
  const { minimum } = terms.recharge;
  if (mode === "reactivate" && !hasWorkingCard && input.spendableMicros < minimum)
    fail("unpaid", "lifecycle.needsMoney", { minimum: formatAmountDue(money(minimum, terms.currency), "en") });
  const activeLifecycle = { ...lifecycle.data, canceled: null, cancellation: null };
  const action = message(mode === "undo" ? "lifecycle.didUndo" : "lifecycle.didReactivate");
  const accountPart: LinesAndEffects = {
    lines: [effectLine("lifecycle", "accounts", message("lifecycle.reactivateLine", { name: account.data.name }))],
    effects: [save("lifecycle", lifecycle, activeLifecycle, { action })],
  };
  const { fees } = numbers;
  const subscription = subscriptionPart(input, context);
  const parts = [accountPart, numbers, subscription];
  const feesLine = message("lifecycle.feesLine", { numbers: formatNumberCount(fees.count) });
  const lines = [
    ...parts.flatMap((part) => part.lines),
    ...(fees.count > 0 ? [figureLine("fees", "money per month", feesLine, fees.micros)] : []),
  ];
  const spent = lines.reduce((sum, { micros, type }) => sum + (type === "effect" ? (micros ?? 0) : 0), 0);
  const balanceAfter = balanceMicros - spent;
  const balanceKey = isInactive(balanceAfter) ? "lifecycle.balanceBelow" : "lifecycle.balanceAfter";
  return {
    lines: [
      ...lines,
      figureLine("rest", "data", message("lifecycle.unchangedReturns", unchanged)),
      ...(input.payer === account.id ? [figureLine("after", "money now", message(balanceKey), balanceAfter)] : []),
    ],
    effects: parts.flatMap((part) => part.effects),
    cost: {
      nowMicros: spent,
      monthMicros: fees.micros + (subscription.due?.micros ?? 0),
      scheduledFees: [...fees.scheduledFees, ...(subscription.due ? [subscription.due] : [])],
      replacesAllFees: input.payer === account.id,
    },
  };
}

/** `charged`: the number afterwards, if a month of it is charged again. */
type ReactivatedNumber = LinesAndEffects & { charged?: NumberData };

/** The facts that decide how a number returns or is ordered again. */
export type NumberReactivation = Pick<Reactivation, "mode" | "terms" | "payer" | "availability">;

/** A held number returns free of charge, because the hold was prepaid. A released one is ordered again on request. */
export function reactivateNumber(
  number: Doc<NumberData>,
  canceled: Pick<Fact, "since">,
  facts: NumberReactivation,
  context: DecisionContext,
): ReactivatedNumber | null {
  const { state, e164, name } = number.data;
  const display = formatPhoneNumber(e164);
  const values = { number: display, name };
  const key = `number:${number.id}`;
  if (state.is === "active" || state.is === "porting") return { lines: [], effects: [], charged: number.data };
  // Released before the cancellation, so not because of it.
  if (state.since < canceled.since) return null;
  const isKept = state.is === "held" || (state.is === "forwarded" && state.remaining > 0);
  if (isKept && state.until > context.proposedAt) return returnHeldNumber(number, state.until, context);
  const isFree = facts.mode === "reactivate" && facts.availability[number.id] === "free";
  if (!isFree) {
    const unavailableKey =
      facts.availability[number.id] === "unsure" ? "lifecycle.availabilityUnknownLine" : "lifecycle.goneLine";
    return { lines: [figureLine(key, "numbers", message(unavailableKey, values))], effects: [] };
  }
  const feeMicros = monthlyFee(facts.terms, number.data.kind);
  const { source, route, kind } = number.data;
  const price = { feeMicros, currency: facts.terms.currency, payer: facts.payer };
  const purchase: Purchase = { e164, display, name, kind, source, route, ...price, formerRecord: number.id };
  const spec = { type: "buy number", subject: e164, recordId: number.id, input: { ...purchase } } as const;
  return {
    lines: [effectLine(key, "numbers", message("lifecycle.reorderLine", values), feeMicros)],
    effects: request(number.account, context.newId(), spec, context.by, context.now),
    charged: { ...number.data, ...newMonth(context) },
  };
}

/** For the forecast only: the purchase sets the real month, in the account's zone. */
const newMonth = ({ proposedAt, now }: DecisionContext): Pick<NumberData, "state" | "billingAnchor" | "renewsAt"> => ({
  state: { is: "active", since: now },
  billingAnchor: proposedAt,
  renewsAt: monthsAfter(proposedAt, 1, "UTC"),
});

function returnHeldNumber(number: Doc<NumberData>, until: number, { now }: DecisionContext): ReactivatedNumber {
  const { e164, name, renewsAt } = number.data;
  const display = formatPhoneNumber(e164);
  // The hold was prepaid: the next month begins where it would have ended.
  const nextMonth = renewsAt !== null && until > renewsAt ? { billingAnchor: until, renewsAt: until } : {};
  const data: NumberData = { ...number.data, ...nextMonth, state: { is: "active", since: now }, graceUntil: null };
  return {
    lines: [
      effectLine(`number:${number.id}`, "numbers", message("lifecycle.returnsLine", { number: display, name }), 0),
    ],
    effects: [save("number", number, data, { action: message("lifecycle.didReturn", { number: display }) })],
    charged: data,
  };
}

/** A month paid before the cancellation still counts; after it a new one begins today. `due`: the next renewal. */
function subscriptionPart(
  { account, lifecycle, subscription, terms, payer }: ReactivatedAccount,
  { proposedAt, now }: DecisionContext,
): LinesAndEffects & { due?: ScheduledFee } {
  const paidUntil = lifecycle.data.cancellation?.paidUntil ?? 0;
  const plan = terms.planName;
  if (subscription === null)
    return {
      lines: [figureLine("subscription", "money per month", message("lifecycle.agencySubscription"))],
      effects: [],
    };
  if (proposedAt < paidUntil) {
    const text = message("lifecycle.paidLine", { plan, until: paidUntil });
    const { renewsAt, billingAnchor } = subscription.data;
    return {
      lines: [figureLine("subscription", "money per month", text, terms.pricePerMonth)],
      effects: [],
      due: { at: renewsAt, anchor: billingAnchor, micros: terms.pricePerMonth },
    };
  }
  const paidMicros = terms.pricePerMonth;
  const data: SubscriptionData = {
    billingAnchor: proposedAt,
    periodStart: proposedAt,
    renewsAt: monthsAfter(proposedAt, 1, account.data.zone),
    paidMicros,
  };
  const memo = message("balance.subscription", { plan });
  const fee = money(paidMicros, terms.currency);
  const key = `subscription:${account.id}:back:${proposedAt}`;
  return {
    lines: [
      effectLine("subscription", "money now", message("lifecycle.monthLine", { plan }), paidMicros),
      figureLine("price", "money per month", message("lifecycle.priceLine", { plan }), paidMicros),
    ],
    due: { at: data.renewsAt, anchor: proposedAt, micros: paidMicros },
    effects: [
      save("subscription", subscription, data, {
        action: message("balance.subscription.didRenew", { until: data.renewsAt }),
      }),
      ...(paidMicros > 0 ? [post(feeMovement("subscription", payer, account.id, fee, memo, now, key))] : []),
    ],
  };
}
