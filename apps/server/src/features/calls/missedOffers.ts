import type { AccountData } from "@callboard/domain/account/rules";
import { allStatuses } from "@callboard/domain/agents/rules";
import type { PhoneData } from "@callboard/domain/agents/phoneSchema";
import type { AgentData, StatusData } from "@callboard/domain/agents/schema";
import { applyMissedCallRule } from "@callboard/domain/calls/missedCalls";
import { phoneNow } from "@callboard/domain/calls/phoneState";
import type { Effect } from "@callboard/domain/core/effect";
import type { Doc } from "@callboard/domain/core/record";
import type { QueueData } from "@callboard/domain/queues/schema";
import { combineByName, findAll, findOptional } from "../../store/queries.ts";
import { commit } from "../../store/commit.ts";
import { systemScope } from "../../store/systemScope.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";
import { findLeases, type PhoneLease, saveLease } from "./reads/phoneLeases.ts";

/** What decides whether a missed call sends somebody away. */
export const missedQueries = (account: string, person: string, queue: string | null) => ({
  agent: findOptional("agent", person, account),
  phone: findOptional("phone", person, account),
  statuses: findAll("status", account),
  queue: findOptional("queue", queue ?? "", account),
  settings: findOptional("account", account),
  leases: findLeases(person, [account]),
});
export interface MissedFacts {
  agent: Doc<AgentData> | null;
  phone: Doc<PhoneData> | null;
  statuses: readonly Doc<StatusData>[];
  queue: Doc<QueueData> | null;
  settings: Doc<AccountData> | null;
  leases: readonly PhoneLease[];
}

/** A phone that no platform has reported: it has no lease, but what it misses is counted. */
export const newLease = (account: string, person: string): PhoneLease => ({
  account,
  person,
  connected: false,
  aliveUntil: 0,
  aliveSeconds: null,
  offeredUntil: null,
  missed: 0,
});

/** Counts a missed call and applies the queue's rule. The count starts again once the rule has sent somebody away: while a
 * person's choice holds, it goes on. */
export function missedEffects(
  { agent, phone, statuses, queue, settings, leases: [stored] }: MissedFacts,
  account: string,
  person: string,
  now: number,
): { effects: Effect[]; lease: PhoneLease } {
  const lease = stored ?? newLease(account, person);
  const missed = lease.missed + 1;
  if (!agent || !phone || !queue || !settings) return { effects: [], lease: { ...lease, missed } };
  const facts = { agent, phone: phoneNow(phone.data, now), statuses: allStatuses(statuses) };
  const effects = applyMissedCallRule(facts, queue.data, missed, settings.data.guardMinutes, now);
  return { effects, lease: { ...lease, missed: effects.length > 0 ? 0 : missed } };
}

/** The same for agents whom a call was offered to in vain, as a question for the next target says. */
export async function countMissedOffers(
  services: Services,
  { account, feed }: Scope,
  queue: string | null,
  people: readonly string[],
): Promise<void> {
  const scope = systemScope({ ...services, feed }, account, { as: "job", id: "missed calls" });
  for (const person of people)
    await commit(scope, { facts: combineByName(missedQueries(account, person, queue)) }, ({ facts }, { now }) => {
      const { effects, lease } = missedEffects(facts, account, person, now);
      return [...effects, saveLease(lease)];
    });
}
