import { allStatuses, type Status, type StatusData } from "@callboard/domain/agents/rules";
import { fail } from "@callboard/domain/core/failure";
import { checkCapacity, type PlanCapacity } from "@callboard/domain/plans/catalogue";
import { checkQueueTargets, checkNoMissedCallRules, type QueueDoc } from "@callboard/domain/queues/rules";
import { QUEUES_MAX } from "@callboard/domain/queues/types";
import type { Doc } from "@callboard/domain/core/record";
import { anyKind, type DataOf, type KindName } from "@callboard/domain/core/records";
import { SCHEDULES_MAX } from "@callboard/domain/statements/schedule";
import { checkIdleRule, STATUSES_MAX } from "@callboard/domain/agents/statuses";
import { SOURCES_MAX } from "@callboard/domain/numbers/types";
import { inAccount, findOptional, type Query, type Queries, findOne, findMany } from "../../../store/queries.ts";
import { countRecords } from "../../../store/search/recordCounts.ts";
import { findRoom } from "../../../store/reads/dependents.ts";
import type { ProjectedRecords } from "./projectedRecords.ts";
import type { RestoreTarget } from "./targets.ts";
import { checkRemovable, dependentsQueries } from "./dependents.ts";

/** A record that another one refers to, as declared by its kind; always in the same account. */
export interface RecordReference {
  account: string;
  kind: string;
  id: string;
}
const referenceKey = ({ kind, id }: Omit<RecordReference, "account">) => `lead ${kind} ${id}`;

/** The key of a fact that is read in one of several accounts. */
export const keyIn = (account: string, key: string) => `${account}\n${key}`;
export const factIn =
  (facts: Record<string, unknown>, account: string) =>
  (key: string): unknown =>
    facts[keyIn(account, key)];

export const targetAccounts = (targets: readonly RestoreTarget[]): string[] => [
  ...new Set(targets.map(({ account }) => account)),
];

/**
 * An older version was valid in its day, but what surrounds it may have changed since. So a restore must pass the same
 * rules as an edit: no missing references, no loops between queues, no status that can't be chosen.
 */
export const integrityQueries = (targets: readonly RestoreTarget[], leads: readonly RecordReference[]): Queries =>
  Object.fromEntries(
    targetAccounts(targets).flatMap((account) => {
      const here = <T extends { account: string }>(all: readonly T[]) => all.filter((one) => one.account === account);
      const queries = integrityQueriesIn(account, here(targets), here(leads));
      return Object.entries(queries).map(([key, query]) => [keyIn(account, key), inAccount(account, query)]);
    }),
  );

function integrityQueriesIn(
  account: string,
  targets: readonly RestoreTarget[],
  leads: readonly RecordReference[],
): Queries {
  const touched = (...kinds: KindName[]) => targets.some(({ kind }) => kinds.includes(kind));
  const queries: Queries = dependentsQueries(targets);
  if (touched("source")) queries.sources = findMany("source", "account");
  if (touched("queue", "status")) {
    queries.queues = findMany("queue", "account");
    queries.statuses = findMany("status", "account");
    queries.room = findRoom("queues");
  }
  if (touched("status")) {
    queries.account = findOne("account", account);
    queries.agents = findMany("agent", "account");
  }
  if (touched("number")) queries.numberRoom = findRoom("numbers");
  if (touched("statementSchedule")) queries.schedules = countRecords("statementSchedule");
  for (const lead of leads)
    queries[referenceKey(lead)] = findOptional(lead.kind as KindName, lead.id) as Query<unknown>;
  return queries;
}

/** Throws the `conflict` or `invalid` failure that an edit of this record would get. */
export function checkReferences(
  after: ProjectedRecords,
  { kind, id }: RestoreTarget,
  present: Doc<object> | null,
  facts: (key: string) => unknown,
): void {
  const then = after.get(kind, id);
  if (then === undefined) return;
  if (then === null && present) checkRemovable(after, present, facts);
  if (then) checkReferencedExist(after, then.data, present?.data ?? null, kind, facts);
  if (after.isAdded(kind, id)) checkAcrossRecords(after, kind, facts);
  if (kind !== "queue" && kind !== "status") return;
  const queues = after.of("queue", facts("queues"));
  const statuses = after.of("status", facts("statuses"));
  if (kind === "queue" && then) checkQueue(then as QueueDoc, queues, allStatuses(statuses));
  if (kind === "status" && present) checkStatus(after, present as Doc<StatusData>, queues, facts);
  if (kind === "status" && then) checkStatuses(statuses, (facts("statuses") ?? []) as Doc<StatusData>[]);
}

/** The records that the restored one refers to must exist: they may have been removed since the proposal. */
function checkReferencedExist(
  after: ProjectedRecords,
  data: object,
  present: object | null,
  by: KindName,
  facts: (key: string) => unknown,
): void {
  const { refers } = anyKind(by);
  const already = new Set((present === null ? [] : (refers?.(present) ?? [])).map(referenceKey));
  for (const lead of refers?.(data) ?? []) {
    const then = after.get(lead.kind, lead.id);
    const there = then === undefined ? already.has(referenceKey(lead)) || facts(referenceKey(lead)) : then;
    if (there) continue;
    if (lead.kind === "source") fail("invalid", "tracking.sourceUnknown", {}, "source");
    if (lead.kind === "receiver") fail("invalid", "tracking.receiverUnknown", {}, "route");
    if (lead.kind === "status") fail("invalid", "agents.statusUnknown", {}, "missedCall.status");
    fail("invalid", "queues.unknown", {}, "route");
  }
}

function checkAcrossRecords(after: ProjectedRecords, kind: KindName, facts: (key: string) => unknown): void {
  if (kind === "source" && after.of("source", facts("sources")).length > SOURCES_MAX)
    fail("invalid", "tracking.tooManySources", { most: SOURCES_MAX });
  if (kind === "number") checkCapacity(facts("numberRoom") as PlanCapacity, after.of("number", []).length);
  if (kind === "statementSchedule" && (facts("schedules") as number) + 1 > SCHEDULES_MAX)
    fail("invalid", "statements.tooManySchedules", { most: SCHEDULES_MAX });
  if (kind !== "queue") return;
  const queues = after.of("queue", facts("queues"));
  if (queues.length > QUEUES_MAX) fail("invalid", "queues.tooMany", { most: QUEUES_MAX });
  const live = queues.filter(({ data }) => data.parked === null).length;
  checkCapacity({ ...(facts("room") as PlanCapacity), used: live }, 0);
}

const isOpen = ({ data }: Doc<StatusData>): boolean => data.archivedAt === null;
function checkStatuses(then: readonly Doc<StatusData>[], now: readonly Doc<StatusData>[]): void {
  const open = then.filter(isOpen).length;
  if (open > STATUSES_MAX && open > now.filter(isOpen).length)
    fail("invalid", "agents.tooManyStatuses", { most: STATUSES_MAX });
}

/** The same rule as for an edit. The references are already checked. */
function checkQueue(queue: QueueDoc, queues: QueueDoc[], statuses: Status[]): void {
  const { noAnswer } = queue.data;
  const receivers = new Set(noAnswer.to === "receiver" ? [noAnswer.id] : []);
  checkQueueTargets({ queues, statuses, receivers }, queue.data, queue.id);
}

function checkStatus(
  after: ProjectedRecords,
  { id, data }: Doc<StatusData>,
  queues: QueueDoc[],
  facts: (key: string) => unknown,
): void {
  const then = after.get("status", id)?.data as StatusData | undefined;
  const idle = (facts("account") as Doc<DataOf<"account">>).data.idle?.status === id;
  const usable = then !== undefined && then.archivedAt === null;
  checkIdleRule(then ?? { ...data, archivedAt: 0 }, idle);
  if (!usable || then.takesCalls)
    checkNoMissedCallRules(
      queues.filter((queue) => queue.data.missedCall?.status === id),
      data.name,
    );
  // Agents may stay in an archived status but not enter it; a removed status may have no agents at all.
  const held = (facts("agents") as Doc<DataOf<"agent">>[]).filter(
    (agent) => (!usable && agent.data.next?.status === id) || (then === undefined && agent.data.status === id),
  );
  if (held.length > 0) fail("conflict", "history.statusHeld", { status: data.name, count: held.length });
}
