import { allStatuses, type Status, type StatusData } from "@callboard/domain/agents";
import { refuse } from "@callboard/domain/failure";
import { checkRoom, type Room } from "@callboard/domain/plans";
import { checkLeadsOn, checkNotRuled, type QueueDoc } from "@callboard/domain/queueRules";
import { QUEUES_MAX } from "@callboard/domain/queues";
import type { Doc } from "@callboard/domain/record";
import { anyKind, type DataOf, type KindName } from "@callboard/domain/records";
import { SCHEDULES_MAX } from "@callboard/domain/statementSchedule";
import { checkIdle, STATUSES_MAX } from "@callboard/domain/statuses";
import { SOURCES_MAX } from "@callboard/domain/tracking";
import { inAccount, known, type Need, type Needs, one, where } from "../needs.ts";
import { countOf } from "../counts.ts";
import { roomFor } from "../uses.ts";
import type { After } from "./after.ts";
import type { Target } from "./targets.ts";
import { checkUsers, usersNeeds } from "./users.ts";

/** What a record leads to, as its kind declares it: always one of the same account. */
export interface Lead {
  account: string;
  kind: string;
  id: string;
}
const leadKey = ({ kind, id }: Omit<Lead, "account">) => `lead ${kind} ${id}`;

/** A fact of one of the accounts that a way back touches. */
export const keyIn = (account: string, key: string) => `${account}\n${key}`;
export const factIn =
  (facts: Record<string, unknown>, account: string) =>
  (key: string): unknown =>
    facts[keyIn(account, key)];

export const accountsOf = (targets: readonly Target[]): string[] => [...new Set(targets.map(({ account }) => account))];

/**
 * An older version was sound in its own day. What is around it may have changed since, so a way back is held to the
 * rules that an edit is held to: nothing may be left that leads nowhere, in a ring, or to a status that it must not have.
 */
export const soundNeeds = (targets: readonly Target[], leads: readonly Lead[]): Needs =>
  Object.fromEntries(
    accountsOf(targets).flatMap((account) => {
      const here = <T extends { account: string }>(all: readonly T[]) => all.filter((one) => one.account === account);
      const needs = needsIn(account, here(targets), here(leads));
      return Object.entries(needs).map(([key, need]) => [keyIn(account, key), inAccount(account, need)]);
    }),
  );

function needsIn(account: string, targets: readonly Target[], leads: readonly Lead[]): Needs {
  const touched = (...kinds: KindName[]) => targets.some(({ kind }) => kinds.includes(kind));
  const needs: Needs = usersNeeds(targets);
  if (touched("source")) needs.sources = where("source", "account");
  if (touched("queue", "status")) {
    needs.queues = where("queue", "account");
    needs.statuses = where("status", "account");
    needs.room = roomFor("queues");
  }
  if (touched("status")) {
    needs.account = one("account", account);
    needs.agents = where("agent", "account");
  }
  if (touched("number")) needs.numberRoom = roomFor("numbers");
  if (touched("statementSchedule")) needs.schedules = countOf("statementSchedule");
  for (const lead of leads) needs[leadKey(lead)] = known(lead.kind as KindName, lead.id) as Need<unknown>;
  return needs;
}

/** Throws `conflict` or `invalid` with the sentence that an edit of this record would be refused with. */
export function checkSound(
  after: After,
  { kind, id }: Target,
  present: Doc<object> | null,
  facts: (key: string) => unknown,
): void {
  const then = after.get(kind, id);
  if (then === undefined) return;
  if (then === null && present) checkUsers(after, present, facts);
  if (then) checkLeads(after, then.data, present?.data ?? null, kind, facts);
  if (after.isAdded(kind, id)) checkMany(after, kind, facts);
  if (kind !== "queue" && kind !== "status") return;
  const queues = after.of("queue", facts("queues"));
  const statuses = after.of("status", facts("statuses"));
  if (kind === "queue" && then) checkQueue(then as QueueDoc, queues, allStatuses(statuses));
  if (kind === "status" && present) checkStatus(after, present as Doc<StatusData>, queues, facts);
  if (kind === "status" && then) checkStatuses(statuses, (facts("statuses") ?? []) as Doc<StatusData>[]);
}

/** What comes back leads to something that is there; it may have gone since the proposal was made. */
function checkLeads(
  after: After,
  data: object,
  present: object | null,
  by: KindName,
  facts: (key: string) => unknown,
): void {
  const { refers } = anyKind(by);
  const already = new Set((present === null ? [] : (refers?.(present) ?? [])).map(leadKey));
  for (const lead of refers?.(data) ?? []) {
    const then = after.get(lead.kind, lead.id);
    const there = then === undefined ? already.has(leadKey(lead)) || facts(leadKey(lead)) : then;
    if (there) continue;
    if (lead.kind === "source") refuse("invalid", "tracking.sourceUnknown", {}, "source");
    if (lead.kind === "receiver") refuse("invalid", "tracking.receiverUnknown", {}, "route");
    if (lead.kind === "status") refuse("invalid", "agents.statusUnknown", {}, "missedCall.status");
    refuse("invalid", "queues.unknown", {}, "route");
  }
}

function checkMany(after: After, kind: KindName, facts: (key: string) => unknown): void {
  if (kind === "source" && after.of("source", facts("sources")).length > SOURCES_MAX)
    refuse("invalid", "tracking.tooManySources", { most: SOURCES_MAX });
  if (kind === "number") checkRoom(facts("numberRoom") as Room, after.of("number", []).length);
  if (kind === "statementSchedule" && (facts("schedules") as number) + 1 > SCHEDULES_MAX)
    refuse("invalid", "statements.tooManySchedules", { most: SCHEDULES_MAX });
  if (kind !== "queue") return;
  const queues = after.of("queue", facts("queues"));
  if (queues.length > QUEUES_MAX) refuse("invalid", "queues.tooMany", { most: QUEUES_MAX });
  const live = queues.filter(({ data }) => data.parked === null).length;
  checkRoom({ ...(facts("room") as Room), used: live }, 0);
}

const isOpen = ({ data }: Doc<StatusData>): boolean => data.archivedAt === null;
function checkStatuses(then: readonly Doc<StatusData>[], now: readonly Doc<StatusData>[]): void {
  const open = then.filter(isOpen).length;
  if (open > STATUSES_MAX && open > now.filter(isOpen).length)
    refuse("invalid", "agents.tooManyStatuses", { most: STATUSES_MAX });
}

/** By the very rule for an edit. That what it leads to is there has been looked at. */
function checkQueue(queue: QueueDoc, queues: QueueDoc[], statuses: Status[]): void {
  const { noAnswer } = queue.data;
  const receivers = new Set(noAnswer.to === "receiver" ? [noAnswer.id] : []);
  checkLeadsOn({ queues, statuses, receivers }, queue.data, queue.id);
}

function checkStatus(
  after: After,
  { id, data }: Doc<StatusData>,
  queues: QueueDoc[],
  facts: (key: string) => unknown,
): void {
  const then = after.get("status", id)?.data as StatusData | undefined;
  const idle = (facts("account") as Doc<DataOf<"account">>).data.idle?.status === id;
  const usable = then !== undefined && then.archivedAt === null;
  checkIdle(then ?? { ...data, archivedAt: 0 }, idle);
  if (!usable || then.takesCalls)
    checkNotRuled(
      queues.filter((queue) => queue.data.missedCall?.status === id),
      data.name,
    );
  // An archived one may be stood in, but nobody may come to stand in it; one that goes may not even be stood in.
  const held = (facts("agents") as Doc<DataOf<"agent">>[]).filter(
    (agent) => (!usable && agent.data.next?.status === id) || (then === undefined && agent.data.status === id),
  );
  if (held.length > 0) refuse("conflict", "history.statusHeld", { status: data.name, count: held.length });
}
