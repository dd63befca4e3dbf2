import { PLANS, type Plan, type PlanId, type Terms } from "@callboard/domain/plans";
import { DAY } from "@callboard/domain/time";
import { monthPaid } from "../../givenBack.ts";
import { where } from "../../needs.ts";
import type { Scope } from "../../scope.ts";
import { look, lookLong } from "../../store.ts";
import { openOrders, versionsBetween } from "../../uses.ts";
import { type Around, aroundHere, reachOf, wholeNeeds } from "./facts.ts";

export interface PlanFound extends Around {
  plan: PlanId;
  /** Versions that the plan no longer shows, as of when it was asked. */
  hidden: number;
}

/** All that a change of the plan depends on but the numbers. */
export const planNeeds = (found: PlanFound, scope: Scope) => ({
  ...wholeNeeds(found, scope),
  fee: monthPaid(),
  queues: where("queue", "account"),
  members: where("member", "account"),
  orders: openOrders(),
});

export async function planFound(scope: Scope, plan: PlanId): Promise<PlanFound> {
  const around = await aroundHere(scope);
  const { terms } = await look({ ...scope, reach: reachOf(around) }, { terms: wholeNeeds(around, scope).terms });
  return { ...around, plan, hidden: await hiddenBy(scope, plan, terms.data) };
}

/** How many versions of the account at hand a plan no longer shows. A long history is counted on another thread. */
export async function hiddenBy(scope: Scope, plan: PlanId, { retentionDays }: Terms): Promise<number> {
  const [from, to] = [retentionDays, PLANS[plan].retentionDays].map((days) => scope.now - days * DAY);
  return (await lookLong(scope, { hidden: versionsBetween(from!, to!) })).hidden;
}

export type Offer = Omit<Plan, "id">;
/** What somebody reads of a plan: the account's own by its contract, the others as they are offered. */
export const offerOf = (id: PlanId, terms: Terms): Offer =>
  terms.plan === id ? { ...terms, name: terms.planName } : PLANS[id];
