import { payerOf } from "@callboard/domain/account";
import { type Effect, post } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { feeMovement } from "@callboard/domain/ledger";
import { type Micros, money, showOwed } from "@callboard/domain/money";
import { feeOf } from "@callboard/domain/numbers";
import { showNumber } from "@callboard/domain/phoneNumber";
import { type Phrase, phrase } from "@callboard/domain/phrase";
import type { Terms } from "@callboard/domain/plans";
import { effectLine, figure, type Line } from "@callboard/domain/proposal";
import type { Doc } from "@callboard/domain/record";
import { isPaidThen } from "@callboard/domain/tracking.schema";
import type { NumberData } from "@callboard/domain/tracking";
import type { Instant } from "@callboard/domain/time";
import { numbersText } from "@callboard/domain/upkeep";
import type { DueSum } from "@callboard/domain/forecast";
import type { PayerCost } from "../costs.ts";
import { spendable } from "../errands/market.ts";
import { inAccount, type Needs, one } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { look } from "../store.ts";
import { factIn, keyIn } from "./sound.ts";
import type { Back, Plan } from "./targets.ts";

/** Whose balance pays for what comes back into an account, or ends with what goes; and what that was when it was asked. */
export interface Billing {
  account: string;
  payer: string;
  costs: Costs;
}

interface Sum {
  count: number;
  micros: Micros;
}
/** `begun`: months that begin with it and are paid at once. `back` and `gone`: fees that go on and that end. */
interface Costs {
  begun: Sum;
  back: Sum;
  gone: Sum;
}

const isNumber = (plan: Plan): boolean =>
  (plan.is === "back" ? plan.older.kind : plan.is === "gone" ? plan.present.kind : "") === "number";
const movesFees = (plan: Plan): boolean =>
  isNumber(plan) && (plan.is === "gone" || (plan.is === "back" && !plan.present));

export async function billingOf(scope: Scope, plans: readonly Plan[]): Promise<Billing[]> {
  if (!plans.some(movesFees)) return [];
  const { account, terms } = await look(scope, {
    account: one("account", scope.account),
    terms: one("terms", scope.account),
  });
  const payer = payerOf(scope.account, account.data);
  return [{ account: scope.account, payer, costs: costsOf(scope.account, plans, terms.data, scope.now) }];
}

function costsOf(account: string, plans: readonly Plan[], terms: Terms, at: Instant): Costs {
  const costs: Costs = { begun: sumOf(), back: sumOf(), gone: sumOf() };
  for (const plan of plans.filter(movesFees)) {
    if (plan.is === "gone" && plan.present.account === account)
      add(costs.gone, feeOf(terms, kindOf(plan.present.data)));
    if (plan.is !== "back" || plan.older.account !== account) continue;
    const micros = feeOf(terms, kindOf(plan.data));
    add(costs.back, micros);
    if (begins(plan, at)) add(costs.begun, micros);
  }
  return costs;
}

export const sumOf = (parts: readonly Sum[] = []): Sum =>
  parts.reduce((all, { count, micros }) => ({ count: all.count + count, micros: all.micros + micros }), {
    count: 0,
    micros: 0,
  });
function add(to: Sum, micros: Micros): void {
  to.count += 1;
  to.micros += micros;
}
const kindOf = (data: object) => (data as NumberData).kind;
const begins = ({ older }: Back, at: Instant): boolean => !isPaidThen(older.data as NumberData, at);

export const billingNeeds = (billing: readonly Billing[]): Needs =>
  Object.fromEntries(
    billing.flatMap(({ account, payer }) => [
      [keyIn(account, "terms"), inAccount(account, one("terms", account))],
      [keyIn(account, "spendable"), spendable(payer)],
    ]),
  );

export interface Monthly {
  lines: Line[];
  effects: Effect[];
  cost: PayerCost;
}

/**
 * What numbers cost that come back, and what ends with those that go. A month that was paid for before is not paid
 * again; behind it one begins at once, and is paid. For the time in between nothing is owed. Throws `unpaid`.
 */
export function monthly(
  { account, payer }: Billing,
  plans: readonly Plan[],
  all: Record<string, unknown>,
  { at, now }: { at: Instant; now: Instant },
): Monthly {
  const facts = factIn(all, account);
  const terms = (facts("terms") as Doc<Terms>).data;
  const { begun, back, gone } = costsOf(account, plans, terms, at);
  checkCovered(begun, facts("spendable") as Micros, terms);
  const effects = plans.flatMap((plan): Effect[] => {
    if (plan.is !== "back" || !movesFees(plan) || plan.older.account !== account || !begins(plan, at)) return [];
    const { kind, e164, renewsAt } = plan.data as NumberData;
    const micros = feeOf(terms, kind);
    if (micros === 0) return [];
    const memo = phrase("errands.firstMonth", { number: showNumber(e164) });
    const key = `back:${plan.older.id}:${renewsAt}`;
    return [post(feeMovement("number", payer, account, money(micros, terms.currency), memo, now, key))];
  });
  const key = (what: string) => `${account}:fees:${what}`;
  const numbers = ({ count }: Sum) => ({ numbers: numbersText(count) });
  const monthlyLine = (what: string, text: Phrase, micros: Micros) =>
    figure(key(what), "money per month", text, micros);
  const cost = { payer, nowMicros: begun.micros, monthMicros: back.micros - gone.micros };
  return {
    cost: { ...cost, dues: plans.flatMap((plan) => dueOf(plan, account, terms)) },
    lines: [
      ...(begun.count > 0
        ? [effectLine(key("now"), "money now", phrase("history.feesNow", numbers(begun)), begun.micros)]
        : []),
      ...(back.count > 0 ? [monthlyLine("back", phrase("history.feesBack", numbers(back)), back.micros)] : []),
      ...(gone.count > 0 ? [monthlyLine("gone", phrase("history.feesGone", numbers(gone)), -gone.micros)] : []),
    ],
    effects,
  };
}

/** When the next month of a number is due that comes back, or would have been of one that goes. */
function dueOf(plan: Plan, account: string, terms: Terms): DueSum[] {
  if (!movesFees(plan)) return [];
  const [owner, data, sign] =
    plan.is === "back"
      ? [plan.older.account, plan.data as NumberData, 1]
      : [(plan as Gone).present.account, (plan as Gone).present.data as NumberData, -1];
  if (owner !== account || data.renewsAt === null) return [];
  return [{ at: data.renewsAt, anchor: data.paidFrom ?? data.renewsAt, micros: sign * feeOf(terms, data.kind) }];
}
type Gone = Extract<Plan, { is: "gone" }>;

/** Nothing begins on credit. */
export function checkCovered({ count, micros }: Sum, spendableMicros: Micros, { currency }: Terms): void {
  if (micros > 0 && micros > spendableMicros)
    refuse("unpaid", "history.unpaid", {
      numbers: numbersText(count),
      fee: showOwed(money(micros, currency), "en"),
    });
}
