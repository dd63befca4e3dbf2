import { may } from "@callboard/domain/access";
import { costIn, costLines, isShort, type MonthlyCost, type Paying } from "@callboard/domain/monthlyCost";
import type { Currency } from "@callboard/domain/money";
import { figure, type Line } from "@callboard/domain/proposal";
import { phrase, type Phrase } from "@callboard/domain/phrase";
import { spendable } from "./errands/market.ts";
import { one } from "./needs.ts";
import { aheadOf } from "./payments/outlook.ts";
import { rechargeNeeds } from "./payments/facts.ts";
import { type Scope, within } from "./scope.ts";
import { look } from "./store.ts";

/** A payer as the one at hand may know it. */
export interface Payer {
  id: string;
  name: string;
  currency: Currency;
  paying: Paying;
}

/** What one balance pays of what is about to be done. */
export type PayerCost = MonthlyCost & { payer: string };

/** How the balance that pays stands: the account's own, or that of an account below it. Of its agency's only the name is told. */
async function payerOfCost(scope: Scope, payer: string): Promise<Payer> {
  const there = within(scope, payer);
  const { account, terms } = await look(there, { account: one("account", payer), terms: one("terms", payer) });
  const named = { id: payer, name: account.data.name, currency: terms.data.currency };
  if (!may(scope.standing, "read the balance")) return { ...named, paying: null };
  const isOwn = payer === scope.account || account.data.agency === scope.account;
  if (!isOwn) return { ...named, paying: { paidBy: account.data.name } };
  const found = await look(there, { ...rechargeNeeds(payer), spendableMicros: spendable(payer) });
  const ahead = await aheadOf(there, account.data.zone, found);
  return { ...named, paying: { paidBy: null, spendableMicros: found.spendableMicros, ahead } };
}

/** What the same balance pays, in one sum. */
export const byPayer = (costs: readonly PayerCost[]): PayerCost[] =>
  [...Map.groupBy(costs, ({ payer }) => payer)].map(([payer, of]) => ({
    payer,
    nowMicros: of.reduce((sum, { nowMicros }) => sum + nowMicros, 0),
    monthMicros: of.reduce((sum, { monthMicros }) => sum + monthMicros, 0),
    ...(of.every(({ dues }) => dues) ? { dues: of.flatMap(({ dues = [] }) => dues) } : {}),
  }));

/** Each payer once. */
export const payersOfCost = (scope: Scope, payers: Iterable<string>): Promise<Payer[]> =>
  Promise.all([...new Set(payers)].map((payer) => payerOfCost(scope, payer)));

/** A cost as screens say it. `isShort`: nothing that is there bears a month of it by itself. */
export interface CostShown {
  says: string[];
  isShort: boolean;
}

/** The same in sentences, where there is no proposal to stand in. */
export async function costShown(
  scope: Scope,
  costs: readonly PayerCost[],
  words: (said: Phrase) => string,
): Promise<CostShown> {
  const payers = await payersOfCost(
    scope,
    costs.map(({ payer }) => payer),
  );
  const said = withCosts([], costs, payers).map(({ text }) => text);
  return { says: said.map(words), isShort: said.some(isShort) };
}

/** The lines of a proposal, and behind them what they cost each month, and how the balances that pay stand to that. */
export function withCosts(
  lines: readonly Line[],
  costs: readonly PayerCost[] | undefined,
  payers: readonly Payer[],
): Line[] {
  const [only] = payers;
  const all = costs ?? (only ? [{ ...costIn(lines), payer: only.id }] : []);
  return [
    ...lines,
    ...all.flatMap((cost) => {
      const payer = payers.find(({ id }) => id === cost.payer);
      if (!payer) return [];
      const { id, name, currency, paying } = payer;
      const said = costLines(cost, paying, currency, all.length > 1 ? `:${id}` : "");
      if (all.length === 1 || said.length === 0) return said;
      return [figure(`cost:${id}`, "money per month", phrase("cost.of", { name })), ...said];
    }),
  ];
}
