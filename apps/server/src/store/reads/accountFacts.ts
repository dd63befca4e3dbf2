import { payerOf } from "@callboard/domain/account/rules";
import { type AccountState, type AccountAction, actionBlockedReason } from "@callboard/domain/lifecycle/accountActions";
import { Failure, type FailureCode } from "@callboard/domain/core/failure";
import { book } from "@callboard/domain/core/ledger";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import type { NumberGroup } from "@callboard/domain/numbers/serviceGroups";
import type { RunningCostFacts } from "@callboard/domain/lifecycle/runningCost";
import { spendableBalance } from "./numberOwner.ts";
import { countRecords } from "../search/recordCounts.ts";
import { findFirstIds } from "./dependents.ts";
import { type Facts, findOptional, type Query, NO_QUERY, findOne } from "../queries.ts";
import { bookBalance } from "../ledger/balances.ts";
import { reactivationDeadline, findReactivationDays } from "./platformSettings.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";
import { findActiveSubAccountNames } from "./dependents.ts";

/** The paying account, often the account itself, and its agency: a proposal about a whole account touches both. */
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
  activeSubAccountNames: findActiveSubAccountNames,
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
  {
    account,
    lifecycle,
    agencyLifecycle,
    agencyTerms,
    activeSubAccountNames: subAccounts,
    reactivationDays,
  }: AccountFacts,
  now: number,
): AccountState => ({
  lifecycle: lifecycle.data,
  paidByAgency: payerOf(account.id, account.data) !== account.id,
  activeSubAccountNames: subAccounts,
  reactivationDeadline: reactivationDeadline(lifecycle.data.canceled, reactivationDays, account.data.zone),
  agencyCanceled: agencyLifecycle !== null && isInForce(agencyLifecycle.data.canceled, now),
  isSubAccount: account.data.agency !== null,
  agencyAllowsSubAccounts: agencyTerms === null || agencyTerms.data.mayHaveSubAccounts,
});

/** If there are more people than this, proposals give only their number. */
const PEOPLE_NAMED_MAX = 100;

/** The number of the account's members, and their ids if they are few enough to list. */
export const findListedMembers: Query<{ count: number; listedIds: string[] }> = {
  statements: (scope) => [
    ...countRecords("member").statements(scope),
    ...findFirstIds("member", PEOPLE_NAMED_MAX).statements(scope),
  ],
  parse: ([counted, ids], readRecords, scope) => {
    const count = countRecords("member").parse([counted!], readRecords, scope);
    return {
      count,
      listedIds:
        count > PEOPLE_NAMED_MAX ? [] : findFirstIds("member", PEOPLE_NAMED_MAX).parse([ids!], readRecords, scope),
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
