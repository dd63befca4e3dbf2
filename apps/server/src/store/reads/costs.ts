import { may } from "@callboard/domain/core/permissions";
import {
  costOfLines,
  costLines,
  isUncovered,
  type MonthlyCost,
  type PayerView,
} from "@callboard/domain/balance/monthlyCost";
import type { Currency } from "@callboard/domain/core/money";
import { figureLine, type Line } from "@callboard/domain/proposals/lines";
import { message, type Message } from "@callboard/domain/core/message";
import { spendableBalance } from "./numberOwner.ts";
import { findOne } from "../queries.ts";
import { readForecastFacts } from "./forecast.ts";
import { rechargeQueries } from "./rechargeFacts.ts";
import { type Scope, scopeWithin } from "../scope.ts";
import { read } from "../commit.ts";

/** A payer. `paying`: its balance and forecast, as far as the caller may see them. */
export interface Payer {
  id: string;
  name: string;
  currency: Currency;
  paying: PayerView;
}

/** The part of an action's cost that one balance pays. */
export type PayerCost = MonthlyCost & { payer: string };

/** The paying balance: the account's own, or that of a sub-account. Of the agency only the name is shown. */
async function findPayer(scope: Scope, payer: string): Promise<Payer> {
  const payerScope = scopeWithin(scope, payer);
  const { account, terms } = await read(payerScope, {
    account: findOne("account", payer),
    terms: findOne("terms", payer),
  });
  const base = { id: payer, name: account.data.name, currency: terms.data.currency };
  if (!may(scope.membership, "read the balance")) return { ...base, paying: null };
  const isOwn = payer === scope.account || account.data.agency === scope.account;
  if (!isOwn) return { ...base, paying: { paidBy: account.data.name } };
  const facts = await read(payerScope, { ...rechargeQueries(payer), spendableMicros: spendableBalance(payer) });
  const forecastFacts = await readForecastFacts(payerScope, account.data.zone, facts);
  return { ...base, paying: { paidBy: null, spendableMicros: facts.spendableMicros, forecastFacts } };
}

/** Adds up the costs of each payer. */
export const sumByPayer = (costs: readonly PayerCost[]): PayerCost[] =>
  [...Map.groupBy(costs, ({ payer }) => payer)].map(([payer, payerCosts]) => ({
    payer,
    nowMicros: payerCosts.reduce((sum, { nowMicros }) => sum + nowMicros, 0),
    monthMicros: payerCosts.reduce((sum, { monthMicros }) => sum + monthMicros, 0),
    ...(payerCosts.every(({ scheduledFees }) => scheduledFees)
      ? { scheduledFees: payerCosts.flatMap(({ scheduledFees = [] }) => scheduledFees) }
      : {}),
  }));

/** Each payer once. */
export const findPayers = (scope: Scope, payers: Iterable<string>): Promise<Payer[]> =>
  Promise.all([...new Set(payers)].map((payer) => findPayer(scope, payer)));

/** A cost for display. `isShort`: no paying balance covers a month of it on its own. */
export interface CostView {
  sentences: string[];
  isShort: boolean;
}

/** The costs of an action as sentences, where no proposal shows them. */
export async function costView(
  scope: Scope,
  costs: readonly PayerCost[],
  render: (text: Message) => string,
): Promise<CostView> {
  const payers = await findPayers(
    scope,
    costs.map(({ payer }) => payer),
  );
  const messages = addCostLines([], costs, payers).map(({ text }) => text);
  return { sentences: messages.map(render), isShort: messages.some(isUncovered) };
}

/** A proposal's lines, followed by its monthly costs and whether the paying balances cover them. */
export function addCostLines(
  lines: readonly Line[],
  costs: readonly PayerCost[] | undefined,
  payers: readonly Payer[],
): Line[] {
  const [onlyPayer] = payers;
  const payerCosts = costs ?? (onlyPayer ? [{ ...costOfLines(lines), payer: onlyPayer.id }] : []);
  return [
    ...lines,
    ...payerCosts.flatMap((cost) => {
      const payer = payers.find(({ id }) => id === cost.payer);
      if (!payer) return [];
      const { id, name, currency, paying } = payer;
      const payerLines = costLines(cost, paying, currency, payerCosts.length > 1 ? `:${id}` : "");
      if (payerCosts.length === 1 || payerLines.length === 0) return payerLines;
      return [figureLine(`cost:${id}`, "money per month", message("balance.cost.partPaidBy", { name })), ...payerLines];
    }),
  ];
}
