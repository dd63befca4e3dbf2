import { PLANS, type Plan, type PlanId, type Terms } from "@callboard/domain/plans/catalogue";
import { DAY } from "@callboard/domain/core/time";
import { findLastSubscriptionFee } from "../../store/ledger/reversals.ts";
import { findAll } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { read, readInThread } from "../../store/commit.ts";
import { findOpenOrders, countVersionsBetween } from "../../store/reads/dependents.ts";
import {
  type PayerAndAgency,
  readPayerAndAgency,
  agencyAccounts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";

export interface PlanContext extends PayerAndAgency {
  plan: PlanId;
  /** Versions that the plan no longer shows, as of the proposal. */
  hiddenVersionCount: number;
}

/** Everything that a plan change depends on, except the numbers. */
export const planQueries = (context: PlanContext, scope: Scope) => ({
  ...accountQueries(context, scope),
  fee: findLastSubscriptionFee(),
  queues: findAll("queue"),
  members: findAll("member"),
  numbersOnOrder: findOpenOrders(),
});

/** What is read once, when a change to this plan is proposed. */
export async function planContext(scope: Scope, plan: PlanId): Promise<PlanContext> {
  const payerAndAgency = await readPayerAndAgency(scope);
  const { terms } = await read(
    { ...scope, relatedAccounts: agencyAccounts(payerAndAgency) },
    { terms: accountQueries(payerAndAgency, scope).terms },
  );
  return { ...payerAndAgency, plan, hiddenVersionCount: await countHiddenVersions(scope, plan, terms.data) };
}

/** Counts the versions of this account that a plan would hide. A long history is counted on another thread. */
export async function countHiddenVersions(scope: Scope, plan: PlanId, { retentionDays }: Terms): Promise<number> {
  // Hidden: older than the plan's retention, but still within the account's current one.
  const [from, to] = [retentionDays, PLANS[plan].retentionDays].map((days) => scope.now - days * DAY);
  return (await readInThread(scope, { count: countVersionsBetween(from!, to!) })).count;
}

export type Offer = Omit<Plan, "id">;

/** The offer as people see it: the account's current plan by its own terms, the others by the catalogue. */
export const offerOf = (id: PlanId, terms: Terms): Offer =>
  terms.plan === id ? { ...terms, name: terms.planName } : PLANS[id];
