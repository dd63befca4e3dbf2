import { addPlan, changePlan, type PlanningFacts, removePlan, skipPlan } from "@callboard/domain/agents/planned";
import {
  PlannedInput,
  type PlannedStatus,
  PlanStatusInput,
  RemovePlannedInput,
  SkipPlannedInput,
} from "@callboard/domain/agents/plannedSchema";
import { nextOccurrence } from "@callboard/domain/agents/plannedTimes";
import { decision, type Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { may } from "@callboard/domain/core/permissions";
import type { Doc } from "@callboard/domain/core/record";
import type { Instant } from "@callboard/domain/core/time";
import * as z from "zod/mini";
import { accountProcedure } from "../../rpc/procedures.ts";
import { commit, read } from "../../store/commit.ts";
import { findByIds, findOne } from "../../store/queries.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import type { Scope } from "../../store/scope.ts";
import { findPlanning, planningFactsOf } from "./planningFacts.ts";

const planning = accountProcedure("set own status", "set another's status");

export const plannedProcedures = {
  /** What is planned for a person: one's own, or with the permission anybody's. */
  planned: accountProcedure("set own status", "read the board")
    .input(z._default(PlannedInput, {}))
    .query(async ({ ctx: { scope, services }, input: { person = scope.actor.id } }) => {
      if (!may(scope.membership, person === scope.actor.id ? "set own status" : "read the board"))
        return fail("forbidden", "api.forbidden");
      const { plans, agents, account, preferences } = await read(await withSeats(scope, [person]), {
        ...findPlanning([person]),
        account: findOne("account", scope.account),
      });
      if (agents.length === 0) return fail("not-found", "agents.noSoftphone", {}, "person");
      const names = await readPersonNames(services.db, [person, ...plans[0]!.map(({ data }) => data.plannedBy.id)]);
      return {
        person,
        name: names.get(person) ?? "",
        /** The zone in which a new one is planned; null: that of the person's device. */
        zone: preferences[0]?.data.zone ?? (person === scope.actor.id ? null : account.data.zone),
        plans: plans[0]!.map((plan) => plannedView(plan, names, scope.now)).sort(byNext),
        now: scope.now,
      };
    }),

  /** Plans a status for oneself or for several people, or changes a planned one. */
  planStatus: planning.input(PlanStatusInput).mutation(async ({ ctx: { scope }, input }) => {
    const { people = [scope.actor.id], id, version, zone, ...draft } = input;
    checkMayPlan(scope, people);
    if (new Set(people).size < people.length) fail("invalid", "agents.plannedTwice", {}, "people");
    if (id !== undefined && people.length > 1) fail("invalid", "agents.plannedOnePerson", {}, "people");
    return commit(await withSeats(scope, people), planningQueries(scope, people), (docs, { now, newId }) => {
      const ids: string[] = [];
      const effects = people.flatMap((person, index) => {
        const facts = planningFactsOf(docs, person, index, now);
        const ownZone = docs.preferences[index]?.data.zone ?? (person === scope.actor.id ? zone : undefined);
        const by = { zone: ownZone ?? docs.account.data.zone, actor: scope.actor };
        ids.push(id ?? newId());
        return id === undefined
          ? addPlan(facts, draft, { id: ids[index]!, ...by }, now)
          : changePlan(facts, draft, { id, version, ...by }, now);
      });
      return decision(effects, { ids });
    });
  }),

  removePlanned: planning
    .input(RemovePlannedInput)
    .mutation(({ ctx: { scope }, input }) =>
      changeOne(scope, input.id, (facts, now) => removePlan(facts, input, scope.actor, now)),
    ),

  /** Leaves a planned status out on one day, or takes that back. */
  skipPlanned: planning
    .input(SkipPlannedInput)
    .mutation(({ ctx: { scope }, input }) =>
      changeOne(scope, input.id, (facts, now) => skipPlan(facts, input, scope.actor, now)),
    ),
};

/** Throws `forbidden` unless the caller may plan for all of these people. */
function checkMayPlan({ membership, actor }: Scope, people: readonly string[]): void {
  const mayPlan = (person: string) => may(membership, person === actor.id ? "set own status" : "set another's status");
  if (!people.every(mayPlan)) fail("forbidden", "api.forbidden");
}

const planningQueries = (scope: Scope, people: readonly string[]) => ({
  ...findPlanning(people),
  account: findOne("account", scope.account),
});

/** A scope that includes the preferences of those of these people who have a softphone in the account. */
async function withSeats(scope: Scope, people: readonly string[]): Promise<Scope> {
  const { agents } = await read(scope, { agents: findByIds("agent", people) });
  return { ...scope, relatedAccounts: agents.map(({ id }) => id) };
}

/** Changes one planned status of whoever it belongs to. */
async function changeOne(scope: Scope, id: string, change: (facts: PlanningFacts, now: Instant) => Effect[]) {
  const { plan } = await read(scope, { plan: findOne("plannedStatus", id) });
  const { person } = plan.data;
  checkMayPlan(scope, [person]);
  return commit(await withSeats(scope, [person]), planningQueries(scope, [person]), (docs, { now }) =>
    change(planningFactsOf(docs, person, 0, now), now),
  );
}

function plannedView({ id, version, data }: Doc<PlannedStatus>, names: ReadonlyMap<string, string>, now: Instant) {
  return { id, version, ...data, plannedByName: names.get(data.plannedBy.id) ?? null, next: nextOccurrence(data, now) };
}
const byNext = (a: { next: { from: Instant } | null }, b: typeof a): number =>
  (a.next?.from ?? Infinity) - (b.next?.from ?? Infinity);
