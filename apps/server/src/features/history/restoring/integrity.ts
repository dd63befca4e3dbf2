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
import { inAccount, findOptional, type Query, type Queries, findOne, findAll } from "../../../store/queries.ts";
import { countRecords } from "../../../store/search/recordCounts.ts";
import { findCapacity } from "../../../store/reads/dependents.ts";
import type { ProjectedRecords } from "./projectedRecords.ts";
import type { RestoreTarget } from "./targets.ts";
import { checkRemovable, dependentsQueries } from "./dependents.ts";

/** A record that another one refers to, as declared by its kind; always in the same account. */
export interface RecordReference {
  account: string;
  kind: string;
  id: string;
}
const referenceKey = ({ kind, id }: Omit<RecordReference, "account">) => `reference ${kind} ${id}`;

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
 * An older version was valid at the time, but the records around it may have changed since. So a restore must pass the
 * same rules as an edit: no missing references, no loops between queues, no status that can't be chosen.
 */
export const integrityQueries = (targets: readonly RestoreTarget[], references: readonly RecordReference[]): Queries =>
  Object.fromEntries(
    targetAccounts(targets).flatMap((account) => {
      const inThisAccount = <T extends { account: string }>(items: readonly T[]) =>
        items.filter((item) => item.account === account);
      const queries = integrityQueriesIn(account, inThisAccount(targets), inThisAccount(references));
      return Object.entries(queries).map(([key, query]) => [keyIn(account, key), inAccount(account, query)]);
    }),
  );

function integrityQueriesIn(
  account: string,
  targets: readonly RestoreTarget[],
  references: readonly RecordReference[],
): Queries {
  const includesKind = (...kinds: KindName[]) => targets.some(({ kind }) => kinds.includes(kind));
  const queries: Queries = dependentsQueries(targets);
  if (includesKind("source")) queries.sources = findAll("source");
  if (includesKind("queue", "status")) {
    queries.queues = findAll("queue");
    queries.statuses = findAll("status");
    queries.queueCapacity = findCapacity("queues");
  }
  if (includesKind("status")) {
    queries.account = findOne("account", account);
    queries.agents = findAll("agent");
  }
  if (includesKind("number")) queries.numberCapacity = findCapacity("numbers");
  if (includesKind("statementSchedule")) queries.schedules = countRecords("statementSchedule");
  for (const reference of references)
    queries[referenceKey(reference)] = findOptional(reference.kind as KindName, reference.id) as Query<unknown>;
  return queries;
}

/** Throws the `conflict` or `invalid` failure that an edit of this record would get. */
export function checkReferences(
  projection: ProjectedRecords,
  { kind, id }: RestoreTarget,
  present: Doc<object> | null,
  facts: (key: string) => unknown,
): void {
  const projected = projection.get(kind, id);
  if (projected === undefined) return;
  if (projected === null && present) checkRemovable(projection, present, facts);
  if (projected) checkReferencedExist(projection, projected.data, present?.data ?? null, kind, facts);
  if (projection.isAdded(kind, id)) checkAcrossRecords(projection, kind, facts);
  if (kind !== "queue" && kind !== "status") return;
  const queues = projection.allOf("queue", facts("queues"));
  const statuses = projection.allOf("status", facts("statuses"));
  if (kind === "queue" && projected) checkQueue(projected as QueueDoc, queues, allStatuses(statuses));
  if (kind === "status" && present) checkStatus(projection, present as Doc<StatusData>, queues, facts);
  if (kind === "status" && projected) checkStatuses(statuses, (facts("statuses") ?? []) as Doc<StatusData>[]);
}

/** The records that the restored one refers to must exist: they may have been removed since the proposal. */
function checkReferencedExist(
  projection: ProjectedRecords,
  data: object,
  present: object | null,
  kind: KindName,
  facts: (key: string) => unknown,
): void {
  const { references } = anyKind(kind);
  const presentReferences = new Set((present === null ? [] : (references?.(present) ?? [])).map(referenceKey));
  for (const reference of references?.(data) ?? []) {
    const projected = projection.get(reference.kind, reference.id);
    const exists =
      projected === undefined
        ? presentReferences.has(referenceKey(reference)) || facts(referenceKey(reference))
        : projected;
    if (exists) continue;
    if (reference.kind === "source") fail("invalid", "sources.unknown", {}, "source");
    if (reference.kind === "receiver") fail("invalid", "receivers.receiverUnknown", {}, "route");
    if (reference.kind === "status")
      fail("invalid", "agents.statusUnknown", {}, kind === "queue" ? "missedCall.status" : "status");
    fail("invalid", "queues.unknown", {}, "route");
  }
}

/** The limits on how many records of a kind an account may have. */
function checkAcrossRecords(projection: ProjectedRecords, kind: KindName, facts: (key: string) => unknown): void {
  if (kind === "source" && projection.allOf("source", facts("sources")).length > SOURCES_MAX)
    fail("invalid", "sources.tooMany", { max: SOURCES_MAX });
  if (kind === "number") checkCapacity(facts("numberCapacity") as PlanCapacity, projection.allOf("number", []).length);
  if (kind === "statementSchedule" && (facts("schedules") as number) + 1 > SCHEDULES_MAX)
    fail("invalid", "statements.tooManySchedules", { max: SCHEDULES_MAX });
  if (kind !== "queue") return;
  const queues = projection.allOf("queue", facts("queues"));
  if (queues.length > QUEUES_MAX) fail("invalid", "queues.tooMany", { max: QUEUES_MAX });
  const activeCount = queues.filter(({ data }) => data.frozen === null).length;
  checkCapacity({ ...(facts("queueCapacity") as PlanCapacity), used: activeCount }, 0);
}

const isActive = ({ data }: Doc<StatusData>): boolean => data.archivedAt === null;
/** Too many statuses are only refused if the restore adds one: an account may already have more. */
function checkStatuses(projected: readonly Doc<StatusData>[], current: readonly Doc<StatusData>[]): void {
  const activeCount = projected.filter(isActive).length;
  if (activeCount > STATUSES_MAX && activeCount > current.filter(isActive).length)
    fail("invalid", "agents.tooManyStatuses", { max: STATUSES_MAX });
}

/** The same rule as for an edit. The references are already checked. */
function checkQueue(queue: QueueDoc, queues: QueueDoc[], statuses: Status[]): void {
  const { noAnswer } = queue.data;
  const receivers = new Set(noAnswer.to === "receiver" ? [noAnswer.id] : []);
  checkQueueTargets({ queues, statuses, receivers }, queue.data, queue.id);
}

function checkStatus(
  projection: ProjectedRecords,
  { id, data }: Doc<StatusData>,
  queues: QueueDoc[],
  facts: (key: string) => unknown,
): void {
  const projected = projection.get("status", id)?.data as StatusData | undefined;
  const isIdleStatus = (facts("account") as Doc<DataOf<"account">>).data.idleRule?.status === id;
  const usable = projected !== undefined && projected.archivedAt === null;
  // A removed status counts as archived.
  checkIdleRule(projected ?? { ...data, archivedAt: 0 }, isIdleStatus);
  if (!usable || projected.takesCalls)
    checkNoMissedCallRules(
      queues.filter((queue) => queue.data.missedCall?.status === id),
      data.name,
    );
  // Agents may stay in an archived status but not enter it; a removed status may have no agents at all.
  const blockingAgents = (facts("agents") as Doc<DataOf<"agent">>[]).filter(
    (agent) => (!usable && agent.data.next?.status === id) || (projected === undefined && agent.data.status === id),
  );
  if (blockingAgents.length > 0)
    fail("conflict", "history.statusInUse", { status: data.name, count: blockingAgents.length });
}
