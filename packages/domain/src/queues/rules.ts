import type { Status } from "../agents/rules.ts";
import { findUsableStatus } from "../agents/statusChoice.ts";
import { create, type Effect, remove, type ChangeMetadata, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { isSameValue } from "../core/differences.ts";
import { normalizeSchedule } from "./normalizeSchedule.ts";
import { message } from "../core/message.ts";
import { checkCapacity, type PlanCapacity } from "../plans/catalogue.ts";
import type { Follows } from "../presets/rules.ts";
import { QUEUES_MAX } from "./types.ts";
import type { QueueData } from "./schema.ts";
import type { Doc } from "../core/record.ts";
import { checkNoDependents, NAMES_SHOWN, type Dependents } from "../core/dependents.ts";
import { nameKey } from "../core/text/names.ts";
import { checkVersion } from "../core/version.ts";

export type QueueDoc = Doc<QueueData>;
/** The fields that people edit. */
export type QueueDraft = Omit<QueueData, "follows" | "frozen">;

/** The account's records that a queue may refer to. */
export interface QueueFacts {
  queues: readonly QueueDoc[];
  statuses: readonly Status[];
  /** People with a softphone in this account. */
  membersWithSoftphone: ReadonlySet<string>;
  receivers: ReadonlySet<string>;
  /** The members' names, for error messages. */
  names: ReadonlyMap<string, string>;
  /** The plan's limit on queues and current use. */
  capacity: PlanCapacity;
}

/** Throws `invalid`, `conflict`. The store's unique keys reject a name that is taken. */
export function addQueue(
  account: string,
  facts: QueueFacts,
  draft: QueueDraft,
  id: string,
  origin: { follows: Follows | null; metadata?: ChangeMetadata } = { follows: null },
): Effect[] {
  if (facts.queues.length >= QUEUES_MAX) fail("invalid", "queues.tooMany", { max: QUEUES_MAX });
  checkCapacity(facts.capacity);
  const data = { ...checkDraft(facts, draft, id, []), follows: origin.follows, frozen: null };
  const metadata = origin.metadata ?? { action: message("queues.didAdd", { name: data.name }) };
  return [create(account, "queue", id, data, metadata)];
}

export function changeQueue(
  facts: QueueFacts,
  queue: QueueDoc,
  version: number | undefined,
  draft: QueueDraft,
): Effect[] {
  checkVersion(queue, version, queue.data.name);
  if (queue.data.frozen !== null) fail("conflict", "queues.frozen", { name: queue.data.name });
  const { follows, frozen } = queue.data;
  const data = { ...checkDraft(facts, draft, queue.id, queue.data.members), follows, frozen };
  if (isSameValue(queue.data, data)) return [];
  return [save("queue", queue, data, { action: message("queues.didChange", { name: data.name }) })];
}

/** Throws while a number or another queue sends calls to it. */
export function removeQueue(queue: QueueDoc, version: number, dependents: readonly Dependents[]): Effect[] {
  checkVersion(queue, version, queue.data.name);
  checkNoDependents(queue.data.name, dependents);
  return [remove("queue", queue, { action: message("queues.didRemove", { name: queue.data.name }) })];
}

/**
 * Throws if missed-call rules use the status and it is to be archived or take calls: the rules would have no effect.
 */
export function checkNoMissedCallRules(queues: readonly QueueDoc[], status: string): void {
  if (queues.length === 0) return;
  const names = queues.slice(0, NAMES_SHOWN).map(({ data }) => data.name);
  fail("conflict", "queues.statusInMissedCallRule", {
    status,
    names: [...names, ...(queues[NAMES_SHOWN] ? ["…"] : [])].join(", "),
  });
}

/** The queues that forward unanswered calls to this one. */
export const queuesForwardingTo = (queues: readonly QueueDoc[], to: "queue" | "receiver", id: string): Dependents => {
  const forwarding = queues.filter(
    ({ id: queueId, data }) => data.noAnswer.to === to && data.noAnswer.id === id && queueId !== id,
  );
  return { kind: "queue", count: forwarding.length, names: forwarding.map(({ data }) => data.name) };
};

function checkDraft(facts: QueueFacts, draft: QueueDraft, id: string, before: QueueData["members"]): QueueDraft {
  checkMembers(facts, draft.members, before);
  const count = draft.members.length;
  if ((draft.leastTakingCalls ?? 0) > count) fail("invalid", "queues.leastTooMany", { count }, "leastTakingCalls");
  checkQueueTargets(facts, draft, id);
  return normalizeQueue(draft);
}

/** Tags and hours in their stored form. Throws `invalid` by field. */
export function normalizeQueue<D extends Pick<QueueData, "tags" | "schedule">>(draft: D): D {
  checkTags(draft.tags);
  return { ...draft, schedule: draft.schedule && normalizeSchedule(draft.schedule) };
}

/**
 * The rules for every stored queue, however it was made: forwarding has no loop, and the missed-call status takes no
 * calls.
 */
export function checkQueueTargets(
  facts: Pick<QueueFacts, "queues" | "statuses" | "receivers">,
  queue: QueueDraft,
  id: string,
) {
  checkNoAnswer(facts, queue, id);
  checkMissedCall(facts, queue);
}

/** A member who lost the softphone may stay: they are offered no calls, and the list says so. */
function checkMembers(
  { membersWithSoftphone, names }: QueueFacts,
  members: QueueData["members"],
  before: QueueData["members"],
): void {
  if (members.length === 0) fail("invalid", "queues.noMember", {}, "members");
  const seen = new Set<string>();
  for (const [index, { id }] of members.entries()) {
    const name = names.get(id);
    const isAllowed = membersWithSoftphone.has(id) || before.some((member) => member.id === id);
    // People of other accounts are not named, as if they didn't exist.
    if (!isAllowed)
      return name === undefined
        ? fail("invalid", "queues.memberUnknown", {}, `members.${index}`)
        : fail("invalid", "queues.memberWithoutSoftphone", { name }, `members.${index}`);
    if (seen.has(id)) fail("invalid", "queues.duplicateMember", { name: name ?? "" }, `members.${index}`);
    seen.add(id);
  }
}

function checkTags(tags: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, tag] of tags.entries()) {
    if (seen.has(nameKey(tag))) fail("invalid", "queues.duplicateTag", { tag }, `tags.${index}`);
    seen.add(nameKey(tag));
  }
}

function checkNoAnswer(
  { queues, receivers }: Pick<QueueFacts, "queues" | "receivers">,
  { name, noAnswer }: QueueDraft,
  id: string,
): void {
  if (noAnswer.to === "receiver" && !receivers.has(noAnswer.id))
    fail("invalid", "receivers.receiverUnknown", {}, "noAnswer");
  if (noAnswer.to !== "queue") return;
  if (noAnswer.id === id) fail("invalid", "queues.toItself", {}, "noAnswer");
  const byId = new Map(queues.map((queue) => [queue.id, queue.data]));
  if (!byId.has(noAnswer.id)) fail("invalid", "queues.unknown", {}, "noAnswer");
  checkLoop(byId, name, noAnswer.id, id);
}

/** Throws if a caller could be forwarded in a loop. */
function checkLoop(byId: ReadonlyMap<string, QueueData>, name: string, firstId: string, ownId: string): void {
  const route = [name];
  const seen = new Set<string>();
  for (let current: string | null = firstId; current !== null && !seen.has(current);) {
    if (current === ownId) fail("invalid", "queues.loop", { route: [...route, name].join(" → ") }, "noAnswer");
    seen.add(current);
    const queue = byId.get(current);
    if (queue) route.push(queue.name);
    current = queue?.noAnswer.to === "queue" ? queue.noAnswer.id : null;
  }
}

function checkMissedCall({ statuses }: Pick<QueueFacts, "statuses">, { missedCall }: QueueDraft): void {
  if (missedCall === null) return;
  const status = findUsableStatus(statuses, missedCall.status, "missedCall.status");
  if (status.takesCalls) fail("invalid", "queues.missedTakesCalls", { status: status.name }, "missedCall.status");
}
