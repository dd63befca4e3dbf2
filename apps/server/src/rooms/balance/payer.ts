import { payerOf } from "@callboard/domain/account";
import type { Currency } from "@callboard/domain/money";
import { one } from "../../needs.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";

export interface Payer {
  id: string;
  /** The agency's name where that one pays. */
  paidBy: string | null;
  currency: Currency;
  /** With the payer in reach. */
  scope: Scope;
}

/** Whose balance pays for the account at hand. */
export async function payerHere(scope: Scope): Promise<Payer> {
  const { account, terms } = await look(scope, {
    account: one("account", scope.account),
    terms: one("terms", scope.account),
  });
  const id = payerOf(scope.account, account.data);
  const { currency } = terms.data;
  if (id === scope.account) return { id, paidBy: null, currency, scope };
  const reaching = { ...scope, reach: [id] };
  const { agency } = await look(reaching, { agency: one("account", id, id) });
  return { id, paidBy: agency.data.name, currency, scope: reaching };
}
