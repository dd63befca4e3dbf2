import { type PlannedOf, renewUpcoming } from "@callboard/domain/agents/planned";
import type { Services } from "../../services.ts";
import { commit, read } from "../../store/commit.ts";
import { findMany, findOptional } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { systemScope } from "../../store/systemScope.ts";
import { findPlanning, planningFactsOf } from "./planningFacts.ts";

/** Works out next planned times again: when a list runs out, and after something they depend on has changed. */
export async function renewPlanned(
  services: Services,
  { account, of }: { account: string; of: PlannedOf },
): Promise<void> {
  const scope = systemScope(services, account, { as: "job", id: "planned statuses" });
  for (const person of await peopleOf(scope, of))
    await commit(
      { ...scope, now: services.now(), priority: "low" },
      { ...findPlanning([person]), account: findOptional("account", account) },
      ({ account: settings, ...docs }, { now }) => {
        if (!settings || docs.agents.length === 0) return [];
        return renewUpcoming(planningFactsOf({ ...docs, account: settings }, person, 0, now), now);
      },
    );
}

async function peopleOf(scope: Scope, of: PlannedOf): Promise<string[]> {
  if (of !== "everybody" && "person" in of) return [of.person];
  if (of === "everybody") {
    const { agents } = await read(scope, { agents: findMany("agent", { name: "upcoming", value: "yes" }) });
    return agents.map(({ id }) => id);
  }
  const { plans } = await read(scope, { plans: findMany("plannedStatus", { name: "status", value: of.status }) });
  return [...new Set(plans.map(({ data }) => data.person))];
}
