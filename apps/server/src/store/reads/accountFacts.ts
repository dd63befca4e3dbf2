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

/** The agency as a list of related accounts for a scope. */
export const agencyAccounts = ({ agency }: PayerAndAgency): string[] => (agency === null ? [] : [agency]);

/** The facts behind every action on a whole account. */
export const accountQueries = ({ payer, agency }: PayerAndAgency, { account }: Scope) => ({
  account: findOne("account", account),
  terms: findOne("terms", account),
  lifecycle: findOne("lifecycle", account),
  subscription: findOptional("subscription", account),
  balanceMicros: bookBalance(book(payer, "balance")),
  spendableMicros: spendableBalance(payer),
  agencyLifecycle: agency === null ? NO_QUERY : findOne("lifecycle", agency, agency),
  agencyTerms: agency === null ? NO_QUERY : findOne("terms", agency, agency),
  subAccounts: findActiveSubAccountNames,
  reactivationDays: findReactivationDays,
});
export type AccountFacts = Facts<ReturnType<typeof accountQueries>>;

export const runningCostFacts = (
  { account, terms, lifecycle, balanceMicros }: AccountFacts,
  numbers: readonly NumberGroup[],
): RunningCostFacts => ({
  terms: terms.data,
  service: { lifecycle: lifecycle.data, balanceMicros, frozenConnects: terms.data.frozenConnects },
  numbers,
  hasSubscription: account.data.agency === null,
});

export const accountStateOf = (
  { account, lifecycle, agencyLifecycle, agencyTerms, subAccounts, reactivationDays }: AccountFacts,
  now: number,
): AccountState => ({
  lifecycle: lifecycle.data,
  paidByAgency: payerOf(account.id, account.data) !== account.id,
  subAccounts,
  reactivateUntil: reactivateUntil(lifecycle.data.canceled, reactivationDays, account.data.zone),
  agencyCanceled: agencyLifecycle !== null && isInForce(agencyLifecycle.data.canceled, now),
  isSubAccount: account.data.agency !== null,
  agencyAllowsSubAccounts: agencyTerms === null || agencyTerms.data.mayHaveSubAccounts,
});

/** Proposals list up to this many people by name, and only the number beyond that. */
const PEOPLE_NAMED_MAX = 100;

/** The number of the account's members, and their ids (`first`) if they are few enough to list. */
export const findListedMembers: Query<{ count: number; first: string[] }> = {
  statements: (scope) => [
    ...countRecords("member").statements(scope),
    ...firstIds("member", PEOPLE_NAMED_MAX).statements(scope),
  ],
  parse: ([counted, ids], seen, scope) => {
    const count = countRecords("member").parse([counted!], seen, scope);
    return {
      count,
      first: count > PEOPLE_NAMED_MAX ? [] : firstIds("member", PEOPLE_NAMED_MAX).parse([ids!], seen, scope),
    };
  },
};

const FORBIDDEN_REASONS = ["api.forbidden", "lifecycle.agencyPays"];

/** Throws the reason from `actionBlockedReason` if the action isn't allowed now. */
export function checkAction(action: AccountAction, facts: AccountFacts, { membership, now }: Scope): void {
  const reason = actionBlockedReason(action, membership, accountStateOf(facts, now), now);
  if (reason === null) return;
  const code: FailureCode = FORBIDDEN_REASONS.includes(reason.key) ? "forbidden" : "conflict";
  throw new Failure(code, reason.key, reason.values as never);
}
