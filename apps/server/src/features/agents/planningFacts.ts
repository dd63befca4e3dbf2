import type { PlanningFacts } from "@callboard/domain/agents/planned";
import { allStatuses } from "@callboard/domain/agents/rules";
import { phoneNow } from "@callboard/domain/calls/phoneState";
import { fail } from "@callboard/domain/core/failure";
import type { DataOf } from "@callboard/domain/core/records";
import type { Doc } from "@callboard/domain/core/record";
import type { Instant } from "@callboard/domain/core/time";
import {
  combineQueries,
  type Facts,
  findAll,
  findByIds,
  findMany,
  findOptional,
  type Query,
} from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";

/** What is planned for people, and what planning needs, in their order. */
export const findPlanning = (people: readonly string[]) => ({
  agents: findByIds("agent", people),
  phones: findByIds("phone", people),
  plans: combineQueries(people.map((person) => findMany("plannedStatus", { name: "person", value: person }))),
  preferences: combineQueries(people.map(findPreferences)),
  statuses: findAll("status"),
});

/** Preferences of somebody who isn't on the team are not read. */
const findPreferences = (person: string): Query<Doc<DataOf<"preferences">> | null> => {
  const query = findOptional("preferences", person, person);
  const isRelated = ({ relatedAccounts }: Scope) => relatedAccounts.includes(person);
  return {
    statements: (scope) => (isRelated(scope) ? query.statements(scope) : []),
    parse: (rows, records, scope) => (isRelated(scope) ? query.parse(rows, records, scope) : null),
  };
};

type PlanningDocs = Facts<ReturnType<typeof findPlanning>> & { account: Doc<DataOf<"account">> };

/** Throws for somebody without a softphone. */
export function planningFactsOf(
  { agents, phones, plans, statuses, account }: PlanningDocs,
  person: string,
  index: number,
  now: Instant,
): PlanningFacts {
  const agent = agents.find(({ id }) => id === person);
  const phone = phones.find(({ id }) => id === person);
  if (!agent || !phone) return fail("not-found", "agents.noSoftphone", {}, "person");
  return {
    agent,
    phone: phoneNow(phone.data, now),
    statuses: allStatuses(statuses),
    plans: plans[index]!,
    guardMinutes: account.data.guardMinutes,
  };
}
