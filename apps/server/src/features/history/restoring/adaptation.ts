import type { PlannedStatus } from "@callboard/domain/agents/plannedSchema";
import { fail } from "@callboard/domain/core/failure";
import { type Message, message } from "@callboard/domain/core/message";
import type { QueueData } from "@callboard/domain/queues/schema";
import type { Doc } from "@callboard/domain/core/record";
import type { KindName } from "@callboard/domain/core/records";
import type { StatementSchedule } from "@callboard/domain/statements/cadence";
import { inAccount, type Queries, findByIds } from "../../../store/queries.ts";
import { findFormerMemberAddresses, findUnsubscribed } from "../../../store/reads/statementSchedules.ts";
import { type Scope, scopeWithin } from "../../../store/scope.ts";
import { keyIn } from "./integrity.ts";
import type { RestoredPlan, RestorePlan } from "./targets.ts";

/** A plan adapted to what exists now, with notes on what was left out. */
export interface AdaptedPlan {
  plan: RestorePlan;
  notes: Message[];
  /** The name, if another record has it by now. */
  takenName: string | null;
}

/** People named by the records to restore, who may have left since. */
export interface NamedPeople {
  account: string;
  people: string[];
  addresses: string[];
}

export function namedPeopleOf(account: string, plans: readonly RestorePlan[]): NamedPeople {
  const people = new Set<string>();
  const addresses = new Set<string>();
  for (const plan of plans) {
    if (plan.is !== "back") continue;
    if (plan.older.kind === "queue") for (const { id } of (plan.data as QueueData).members) people.add(id);
    if (plan.older.kind === "plannedStatus") people.add((plan.data as PlannedStatus).person);
    if (plan.older.kind === "statementSchedule")
      for (const address of (plan.data as StatementSchedule).recipients) addresses.add(address);
  }
  return { account, people: [...people], addresses: [...addresses] };
}

export const adaptationQueries = (namedPeople: readonly NamedPeople[], scope: Scope): Queries =>
  Object.fromEntries(
    namedPeople.flatMap(({ account, people, addresses }) => {
      const queries: Queries = {};
      if (people.length > 0) queries.seats = findByIds("agent", people);
      if (addresses.length > 0) {
        queries.unsubscribed = findUnsubscribed(scopeWithin(scope, account));
        queries.formerMembers = findFormerMemberAddresses(scopeWithin(scope, account), addresses);
      }
      return Object.entries(queries).map(([key, query]) => [keyIn(account, key), inAccount(account, query)]);
    }),
  );

/** Adapts the data to restore. `facts`: what was read for its account, by name. */
type Adapt = (plan: RestoredPlan, facts: (key: string) => unknown) => { data: object; notes: Message[] };

/**
 * Restores members who have a seat, and keeps current members as an edit would, with or without a softphone. All others
 * are left out.
 */
const adaptQueue: Adapt = ({ data: former, present }, facts) => {
  const data = former as QueueData;
  const seats = new Set((facts("seats") as Doc<unknown>[]).map(({ id }) => id));
  const currentMembers = new Set(((present?.data as QueueData | undefined)?.members ?? []).map(({ id }) => id));
  const isKept = ({ id }: { id: string }) => seats.has(id) || currentMembers.has(id);
  const members = data.members.filter(isKept);
  const omitted = data.members.filter((member) => !isKept(member));
  if (members.length === 0 && omitted.length > 0) fail("conflict", "history.noMemberRemaining", { queue: data.name });
  return {
    data: omitted.length === 0 ? data : { ...data, members },
    notes: omitted.map(({ id }) => message("history.memberWithoutSoftphone", { who: id, queue: data.name })),
  };
};

/**
 * Nobody who unsubscribed from a schedule is added again without their knowledge. A schedule without recipients is
 * paused.
 */
const adaptSchedule: Adapt = ({ data: former, present }, facts) => {
  const data = former as StatementSchedule;
  const unsubscribed = new Set(facts("unsubscribed") as string[]);
  const formerMembers = new Set(facts("formerMembers") as string[]);
  for (const address of (present?.data as StatementSchedule | undefined)?.recipients ?? [])
    formerMembers.delete(address);
  const recipients = data.recipients.filter((address) => !unsubscribed.has(address) && !formerMembers.has(address));
  if (recipients.length === data.recipients.length) return { data, notes: [] };
  return {
    data: { ...data, recipients, paused: data.paused || recipients.length === 0 },
    notes: data.recipients.flatMap((address): Message[] => {
      if (unsubscribed.has(address)) return [message("history.addressUnsubscribed", { address })];
      return formerMembers.has(address) ? [message("history.addressOfFormerMember", { address })] : [];
    }),
  };
};

/** A status can only be planned for somebody who has one. */
const adaptPlanned: Adapt = ({ data }, facts) => {
  const { person } = data as PlannedStatus;
  if (!(facts("seats") as Doc<unknown>[]).some(({ id }) => id === person)) fail("conflict", "agents.noSoftphone");
  return { data, notes: [] };
};

const ADAPTERS: { [K in KindName]?: Adapt } = {
  queue: adaptQueue,
  plannedStatus: adaptPlanned,
  statementSchedule: adaptSchedule,
};

/** Leaves out what no longer exists. Throws if nothing would remain. */
export function adaptPlan(plan: RestorePlan, facts: (key: string) => unknown): AdaptedPlan {
  const adapt = plan.is === "back" ? ADAPTERS[plan.older.kind] : undefined;
  if (!adapt || plan.is !== "back") return { plan, notes: [], takenName: null };
  const { data, notes } = adapt(plan, facts);
  return { plan: { ...plan, data }, notes, takenName: null };
}
