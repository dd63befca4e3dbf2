import { payerOf } from "@callboard/domain/account/rules";
import { type AccountState, type AccountAction, actionBlockedReason } from "@callboard/domain/lifecycle/accountActions";
import { Failure, type FailureCode } from "@callboard/domain/core/failure";
import { book } from "@callboard/domain/core/ledger";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import type { NumberGroup } from "@callboard/domain/numbers/serviceGroups";
import type { RunningCostFacts } from "@callboard/domain/lifecycle/runningCost";
import { spendableBalance } from "./numberOwner.ts";
import { countRecords, firstIds } from "../search/recordCounts.ts";
import { type Facts, findOptional, type Query, NO_QUERY, findOne } from "../queries.ts";
import { bookBalance } from "../ledger/balances.ts";
import { reactivateUntil, findReactivationDays } from "./platformSettings.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";
import { findActiveSubAccountNames } from "./dependents.ts";

/** The paying account and the agency: the other accounts that a proposal about a whole account touches. */
export interface PayerAndAgency {
  payer: string;
  agency: string | null;
}

export async function readPayerAndAgency(scope: Scope): Promise<PayerAndAgency> {
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  return { payer: payerOf(scope.account, account.data), agency: account.data.agency };
}

export const agencyAccounts = ({ agency }: PayerAndAgency): string[] => (agency === null ? [] : [agency]);

/** The facts behind every action on a whole account. */
export const accountQueries = ({ payer, agency }: PayerAndAgency, { account }: Scope) => ({
  account: findOne("account", account),
  terms: findOne("terms", account),
  lifecycle: findOne("lifecycle", account),
  subscription: findOptional("subscription", account),
  balanceMicros: bookBalance(book(payer, "balance")),
  spendableMicros: spendableBalance(payer),
  above: agency === null ? NO_QUERY : findOne("lifecycle", agency, agency),
  aboveTerms: agency === null ? NO_QUERY : findOne("terms", agency, agency),
  below: findActiveSubAccountNames,
  window: findReactivationDays,
});
export type AccountFacts = Facts<ReturnType<typeof accountQueries>>;

export const runningCostFacts = (
  { account, terms, lifecycle, balanceMicros }: AccountFacts,
  numbers: readonly NumberGroup[],
): RunningCostFacts => ({
  terms: terms.data,
  service: { lifecycle: lifecycle.data, balanceMicros, parkedServes: terms.data.parkedServes },
  numbers,
  subscribed: account.data.agency === null,
});

export const accountStateOf = (
  { account, lifecycle, above, aboveTerms, below, window }: AccountFacts,
  now: number,
): AccountState => ({
  lifecycle: lifecycle.data,
  paidByAgency: payerOf(account.id, account.data) !== account.id,
  below,
  returnUntil: reactivateUntil(lifecycle.data.canceled, window, account.data.zone),
  agencyCanceled: above !== null && isInForce(above.data.canceled, now),
  isBelow: account.data.agency !== null,
  agencyFits: aboveTerms === null || aboveTerms.data.mayHaveSubAccounts,
});

/** Proposals list up to this many people by name, and only the number beyond that. */
const PEOPLE_NAMED = 100;

/** The account's members: how many, and the ids of the first if they are few enough to list. */
export const findSeats: Query<{ count: number; first: string[] }> = {
  stmts: (scope) => [...countRecords("member").stmts(scope), ...firstIds("member", PEOPLE_NAMED).stmts(scope)],
  take: ([counted, ids], seen, scope) => {
    const count = countRecords("member").take([counted!], seen, scope);
    return { count, first: count > PEOPLE_NAMED ? [] : firstIds("member", PEOPLE_NAMED).take([ids!], seen, scope) };
  },
};

const FORBIDDEN = ["call.forbidden", "lifecycle.agencyPays"];

/** Throws the reason from `actionBlockedReason` if the action is not allowed. */
export function checkVerb(verb: AccountAction, whole: AccountFacts, { standing: membership, now }: Scope): void {
  const why = actionBlockedReason(verb, membership, accountStateOf(whole, now), now);
  if (why === null) return;
  const code: FailureCode = FORBIDDEN.includes(why.key) ? "forbidden" : "conflict";
  throw new Failure(code, why.key, why.values as never);
}
