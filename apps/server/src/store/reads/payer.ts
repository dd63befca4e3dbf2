import { payerOf } from "@callboard/domain/account/rules";
import { book } from "@callboard/domain/core/ledger";
import type { Currency } from "@callboard/domain/core/money";
import { type AccountServiceState, accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { findOne } from "../queries.ts";
import { bookBalance } from "../ledger/balances.ts";
import { asOfOrNow, type Scope } from "../scope.ts";
import { read } from "../commit.ts";

export interface AccountPayer {
  id: string;
  /** The agency's name if it pays. */
  paidBy: string | null;
  currency: Currency;
  /** The scope, extended by the payer. */
  scope: Scope;
}

/** The account whose balance pays for the current one. */
export async function readPayer(scope: Scope): Promise<AccountPayer> {
  const { account, terms } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
  });
  const id = payerOf(scope.account, account.data);
  const { currency } = terms.data;
  if (id === scope.account) return { id, paidBy: null, currency, scope };
  const payerScope = { ...scope, relatedAccounts: [id] };
  const { agency } = await read(payerScope, { agency: findOne("account", id, id) });
  return { id, paidBy: agency.data.name, currency, scope: payerScope };
}

/** What the account does: whether its calls connect depends on stops, a cancellation and the balance that pays. */
export async function readAccountState(scope: Scope): Promise<AccountServiceState> {
  const { id, paidBy, scope: payerScope } = await readPayer(scope);
  const { lifecycle, terms, balanceMicros } = await read(payerScope, {
    lifecycle: findOne("lifecycle", scope.account),
    terms: findOne("terms", scope.account),
    balanceMicros: bookBalance(book(id, "balance")),
  });
  const { frozenConnects } = terms.data;
  return accountServiceStateAt({ lifecycle: lifecycle.data, balanceMicros, frozenConnects }, paidBy, asOfOrNow(scope));
}

/** The sub-accounts that use this account's balance. */
export const PAID_SUB_ACCOUNTS_SQL = `SELECT k.id FROM keys k JOIN records r ON r.account = k.account AND r.kind = 'account' AND r.id = k.id
  WHERE k.kind = 'account' AND k.name = 'agency' AND k.value = ?1 AND r.data ->> '$.balanceFrom' = 'agency'`;
