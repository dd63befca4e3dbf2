import { payerOf } from "@callboard/domain/account/rules";
import { type Effect, post } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { feeMovement } from "@callboard/domain/core/ledger";
import { type Micros, money, formatAmountDue } from "@callboard/domain/core/money";
import { monthlyFee } from "@callboard/domain/numbers/rules";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { type Message, message } from "@callboard/domain/core/message";
import type { Terms } from "@callboard/domain/plans/catalogue";
import { effectLine, figureLine, type Line } from "@callboard/domain/proposals/lines";
import type { Doc } from "@callboard/domain/core/record";
import { isMonthPaid, type NumberData } from "@callboard/domain/numbers/schema";
import type { Instant } from "@callboard/domain/core/time";
import { formatNumberCount } from "@callboard/domain/lifecycle/runningCost";
import type { ScheduledFee } from "@callboard/domain/balance/forecast";
import type { PayerCost } from "../../../store/reads/costs.ts";
import { spendableBalance } from "../../../store/reads/numberOwner.ts";
import { inAccount, type Queries, findOne } from "../../../store/queries.ts";
import type { Scope } from "../../../store/scope.ts";
import { read } from "../../../store/commit.ts";
import { factIn, keyIn } from "./integrity.ts";
import type { RestoredPlan, RestorePlan } from "./targets.ts";

/** The balance that pays for the account, and the fees that start or end, as of when the proposal was made. */
export interface TargetBilling {
  account: string;
  payer: string;
  costs: FeeCosts;
}

interface FeeSum {
  count: number;
  micros: Micros;
}
/**
 * `starting`: fees of months that start now and are paid at once. `resumed`, `gone`: monthly fees that continue and that
 * end.
 */
interface FeeCosts {
  starting: FeeSum;
  resumed: FeeSum;
  gone: FeeSum;
}

const isNumber = (plan: RestorePlan): boolean =>
  (plan.is === "back" ? plan.older.kind : plan.is === "gone" ? plan.present.kind : "") === "number";
/** A number that is restored or removed: only then does a monthly fee start or end. */
const changesFees = (plan: RestorePlan): boolean =>
  isNumber(plan) && (plan.is === "gone" || (plan.is === "back" && !plan.present));

/** Empty if no number is restored or removed. */
export async function readTargetBilling(scope: Scope, plans: readonly RestorePlan[]): Promise<TargetBilling[]> {
  if (!plans.some(changesFees)) return [];
  const { account, terms } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
  });
  const payer = payerOf(scope.account, account.data);
  return [{ account: scope.account, payer, costs: feeCosts(scope.account, plans, terms.data, scope.now) }];
}

function feeCosts(account: string, plans: readonly RestorePlan[], terms: Terms, at: Instant): FeeCosts {
  const costs: FeeCosts = { starting: addFeeSums(), resumed: addFeeSums(), gone: addFeeSums() };
  for (const plan of plans.filter(changesFees)) {
    if (plan.is === "gone" && plan.present.account === account)
      addFee(costs.gone, monthlyFee(terms, numberKindOf(plan.present.data)));
    if (plan.is !== "back" || plan.older.account !== account) continue;
    const micros = monthlyFee(terms, numberKindOf(plan.data));
    addFee(costs.resumed, micros);
    if (startsNewMonth(plan, at)) addFee(costs.starting, micros);
  }
  return costs;
}

export const addFeeSums = (parts: readonly FeeSum[] = []): FeeSum =>
  parts.reduce((sum, { count, micros }) => ({ count: sum.count + count, micros: sum.micros + micros }), {
    count: 0,
    micros: 0,
  });
function addFee(sum: FeeSum, micros: Micros): void {
  sum.count += 1;
  sum.micros += micros;
}
const numberKindOf = (data: object) => (data as NumberData).kind;
const startsNewMonth = ({ older }: RestoredPlan, at: Instant): boolean => !isMonthPaid(older.data as NumberData, at);

export const billingQueries = (billing: readonly TargetBilling[]): Queries =>
  Object.fromEntries(
    billing.flatMap(({ account, payer }) => [
      [keyIn(account, "terms"), inAccount(account, findOne("terms", account))],
      [keyIn(account, "spendable"), spendableBalance(payer)],
    ]),
  );

export interface MonthlyOutcome {
  lines: Line[];
  effects: Effect[];
  cost: PayerCost;
}

/**
 * The fees of restored and removed numbers. A month that was already paid isn't paid again; if it is over, a new one
 * starts and is paid at once. The time in between costs nothing. Throws `unpaid`.
 */
export function monthlyOutcome(
  { account, payer }: TargetBilling,
  plans: readonly RestorePlan[],
  allFacts: Record<string, unknown>,
  { proposedAt, now }: { proposedAt: Instant; now: Instant },
): MonthlyOutcome {
  const facts = factIn(allFacts, account);
  const terms = (facts("terms") as Doc<Terms>).data;
  const { starting, resumed, gone } = feeCosts(account, plans, terms, proposedAt);
  checkCovered(starting, facts("spendable") as Micros, terms);
  const effects = plans.flatMap((plan): Effect[] => {
    if (plan.is !== "back" || !changesFees(plan) || plan.older.account !== account || !startsNewMonth(plan, proposedAt))
      return [];
    const { kind, e164, renewsAt } = plan.data as NumberData;
    const micros = monthlyFee(terms, kind);
    if (micros === 0) return [];
    const memo = message("numbers.firstMonth", { number: formatPhoneNumber(e164) });
    const key = `back:${plan.older.id}:${renewsAt}`;
    return [post(feeMovement("number", payer, account, money(micros, terms.currency), memo, now, key))];
  });
  const key = (suffix: string) => `${account}:fees:${suffix}`;
  const numbers = ({ count }: FeeSum) => ({ numbers: formatNumberCount(count) });
  const monthlyLine = (suffix: string, text: Message, micros: Micros) =>
    figureLine(key(suffix), "money per month", text, micros);
  const cost = { payer, nowMicros: starting.micros, monthMicros: resumed.micros - gone.micros };
  return {
    cost: { ...cost, scheduledFees: plans.flatMap((plan) => scheduledFeesOf(plan, account, terms)) },
    lines: [
      ...(starting.count > 0
        ? [effectLine(key("now"), "money now", message("history.feesNow", numbers(starting)), starting.micros)]
        : []),
      ...(resumed.count > 0
        ? [monthlyLine("back", message("history.feesBack", numbers(resumed)), resumed.micros)]
        : []),
      ...(gone.count > 0 ? [monthlyLine("gone", message("history.feesGone", numbers(gone)), -gone.micros)] : []),
    ],
    effects,
  };
}

/** When the next month of a restored number is due, or would have been for a removed one. */
function scheduledFeesOf(plan: RestorePlan, account: string, terms: Terms): ScheduledFee[] {
  if (!changesFees(plan)) return [];
  const [owner, data, sign] =
    plan.is === "back"
      ? [plan.older.account, plan.data as NumberData, 1]
      : [(plan as RemovalPlan).present.account, (plan as RemovalPlan).present.data as NumberData, -1];
  if (owner !== account || data.renewsAt === null) return [];
  return [
    { at: data.renewsAt, anchor: data.billingAnchor ?? data.renewsAt, micros: sign * monthlyFee(terms, data.kind) },
  ];
}
type RemovalPlan = Extract<RestorePlan, { is: "gone" }>;

/** Throws `unpaid` if the balance can't pay for the months that start now. */
export function checkCovered({ count, micros }: FeeSum, spendableMicros: Micros, { currency }: Terms): void {
  if (micros > 0 && micros > spendableMicros)
    fail("unpaid", "history.unpaid", {
      numbers: formatNumberCount(count),
      fee: formatAmountDue(money(micros, currency), "en"),
    });
}
