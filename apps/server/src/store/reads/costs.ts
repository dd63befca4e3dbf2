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

/** A payer as the one at hand may know it. */
export interface Payer {
  id: string;
  name: string;
  currency: Currency;
  paying: PayerView;
}

/** What one balance pays of what is about to be done. */
export type PayerCost = MonthlyCost & { payer: string };

/** How the balance that pays stands: the account's own, or that of an account below it. Of its agency's only the name is told. */
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

/** What the same balance pays, in one sum. */
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

/** A cost as screens say it. `isShort`: nothing that is there bears a month of it by itself. */
export interface CostView {
  says: string[];
  isShort: boolean;
}

/** The same in sentences, where there is no proposal to stand in. */
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

/** The lines of a proposal, and behind them what they cost each month, and how the balances that pay stand to that. */
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
