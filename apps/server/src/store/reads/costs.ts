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
import { message, type Phrase } from "@callboard/domain/core/message";
import { spendableBalance } from "./numberOwner.ts";
import { findOne } from "../queries.ts";
import { readForecastFacts } from "./forecast.ts";
import { rechargeQueries } from "./rechargeFacts.ts";
import { type Scope, scopeWithin } from "../scope.ts";
import { read } from "../commit.ts";

/** A payer, with what the current account may know of it. */
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
  const there = scopeWithin(scope, payer);
  const { account, terms } = await read(there, { account: findOne("account", payer), terms: findOne("terms", payer) });
  const named = { id: payer, name: account.data.name, currency: terms.data.currency };
  if (!may(scope.standing, "read the balance")) return { ...named, paying: null };
  const isOwn = payer === scope.account || account.data.agency === scope.account;
  if (!isOwn) return { ...named, paying: { paidBy: account.data.name } };
  const found = await read(there, { ...rechargeQueries(payer), spendableMicros: spendableBalance(payer) });
  const ahead = await readForecastFacts(there, account.data.zone, found);
  return { ...named, paying: { paidBy: null, spendableMicros: found.spendableMicros, ahead } };
}

/** Sums costs by payer. */
export const sumByPayer = (costs: readonly PayerCost[]): PayerCost[] =>
  [...Map.groupBy(costs, ({ payer }) => payer)].map(([payer, of]) => ({
    payer,
    nowMicros: of.reduce((sum, { nowMicros }) => sum + nowMicros, 0),
    monthMicros: of.reduce((sum, { monthMicros }) => sum + monthMicros, 0),
    ...(of.every(({ dues }) => dues) ? { dues: of.flatMap(({ dues = [] }) => dues) } : {}),
  }));

/** Each payer once. */
export const findPayers = (scope: Scope, payers: Iterable<string>): Promise<Payer[]> =>
  Promise.all([...new Set(payers)].map((payer) => findPayer(scope, payer)));

/** A cost for display. `isShort`: no paying balance covers a month of it on its own. */
export interface CostView {
  says: string[];
  isShort: boolean;
}

/** The same as sentences, for actions that aren't proposals. */
export async function costView(
  scope: Scope,
  costs: readonly PayerCost[],
  words: (said: Phrase) => string,
): Promise<CostView> {
  const payers = await findPayers(
    scope,
    costs.map(({ payer }) => payer),
  );
  const said = addCostLines([], costs, payers).map(({ text }) => text);
  return { says: said.map(words), isShort: said.some(isUncovered) };
}

/** A proposal's lines, followed by its monthly costs and whether the paying balances cover them. */
export function addCostLines(
  lines: readonly Line[],
  costs: readonly PayerCost[] | undefined,
  payers: readonly Payer[],
): Line[] {
  const [only] = payers;
  const all = costs ?? (only ? [{ ...costOfLines(lines), payer: only.id }] : []);
  return [
    ...lines,
    ...all.flatMap((cost) => {
      const payer = payers.find(({ id }) => id === cost.payer);
      if (!payer) return [];
      const { id, name, currency, paying } = payer;
      const said = costLines(cost, paying, currency, all.length > 1 ? `:${id}` : "");
      if (all.length === 1 || said.length === 0) return said;
      return [figureLine(`cost:${id}`, "money per month", message("cost.of", { name })), ...said];
    }),
  ];
}
