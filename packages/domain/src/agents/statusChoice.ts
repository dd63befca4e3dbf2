import type { Actor } from "../core/actor.ts";
import {
  type AgentData,
  OFFLINE_INTENT_MS,
  isOnCall,
  type Phone,
  PROMISE_MAX_MINUTES,
  currentStatus,
  type Status,
  recordStatus,
} from "./rules.ts";
import type { Effect } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { type Phrase, message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { type Instant, MINUTE } from "../core/time.ts";

/** How far ahead a device's clock may be before its choice is rejected. */
const CLOCK_SLACK_MS = MINUTE;

/** The chosen status, for how long, and, from a device that was offline, when it was chosen. */
export interface StatusChoice {
  status: string;
  minutes?: number | null | undefined;
  until?: Instant | null | undefined;
  meantAt?: Instant | undefined;
  version?: number | undefined;
}

export interface StatusFacts {
  agent: Doc<AgentData>;
  statuses: readonly Status[];
  phone: Phone;
}

interface ChosenBy {
  actor: Actor;
  cause: Phrase;
}

/** Sets one's own or somebody else's status. Throws `invalid`, `conflict`. */
export function chooseStatus(facts: StatusFacts, choice: StatusChoice, by: ChosenBy, now: Instant): Effect[] {
  const status = findUsableStatus(facts.statuses, choice.status, "status");
  checkVersion(facts.agent, choice.version);
  if (choice.meantAt !== undefined) checkOfflineIntent(facts, choice.meantAt, now);
  const meantAt = Math.min(choice.meantAt ?? now, now);
  const until = promiseEndFor(status, choice, meantAt, now);
  return moveToStatus(facts, { clears: true, status, until, since: meantAt, chosenAt: meantAt }, by, now);
}

interface StatusMove {
  /** A person's choice: it clears what was queued before. */
  clears: boolean;
  status: Status;
  until: Instant | null;
  since: Instant;
  chosenAt: Instant;
}

function moveToStatus({ agent, phone }: StatusFacts, move: StatusMove, by: ChosenBy, now: Instant): Effect[] {
  const { status, until, chosenAt } = move;
  const current = currentStatus(agent.data, phone, now);
  const again = current.status === status.id;
  const gone = move.clears && current.next !== null && current.next.queuedAt <= chosenAt ? current.next : null;
  const next = gone ? null : current.next;
  const action = choiceAction(status.name, until, gone?.statusName);
  if (again && current.until === until && isSameMessage(current.cause, by.cause)) {
    if (current.chosenAt === chosenAt && !gone) return recordStatus(agent, phone, now);
    // A repeated choice replaces what another device chose in between.
    const before = gone ? previousStatusOf(current, { next: gone }) : current.before;
    return recordStatus(agent, phone, now, { data: { ...current, chosenAt, next, before }, action });
  }
  const data: AgentData = {
    ...current,
    status: status.id,
    statusName: status.name,
    since: again ? current.since : move.since,
    until,
    whenOver: status.whenOver,
    actor: by.actor,
    cause: by.cause,
    chosenAt,
    next,
    before: previousStatusOf(current, gone && { next: gone }),
  };
  return recordStatus(agent, phone, now, { data, action });
}

function choiceAction(status: string, until: Instant | null, gone: string | undefined): Phrase {
  if (gone !== undefined)
    return until === null
      ? message("agents.didChooseClearing", { status, gone })
      : message("agents.didChooseUntilClearing", { status, until, gone });
  return until === null ? message("agents.didChoose", { status }) : message("agents.didChooseUntil", { status, until });
}

type PreviousStatus = NonNullable<AgentData["before"]>;

const previousStatusOf = (
  { status, statusName, since, until, whenOver }: AgentData,
  queue: PreviousStatus["queue"] = null,
): PreviousStatus => ({
  status,
  statusName,
  since,
  until,
  whenOver,
  queue,
});

export function findUsableStatus(statuses: readonly Status[], id: string, field: string): Status {
  const status = statuses.find((one) => one.id === id);
  if (!status) return fail("invalid", "agents.statusUnknown", {}, field);
  if (status.archivedAt !== null) return fail("invalid", "agents.statusArchived", { status: status.name }, field);
  return status;
}

function promiseEndFor(status: Status, choice: StatusChoice, meantAt: Instant, now: Instant): Instant | null {
  const asked =
    choice.minutes === undefined && choice.until === undefined ? status.defaultMinutes : (choice.minutes ?? null);
  const until = choice.until ?? (asked === null ? null : meantAt + asked * MINUTE);
  if (until === null) return null;
  const field = choice.until != null ? "until" : "minutes";
  if (until <= now) return fail("invalid", "agents.promisePast", {}, field);
  if (until > now + PROMISE_MAX_MINUTES * MINUTE) return fail("invalid", "agents.promiseFar", {}, field);
  return until;
}

function checkOfflineIntent({ agent, phone }: StatusFacts, meantAt: Instant, now: Instant): void {
  if (meantAt > now + CLOCK_SLACK_MS) fail("invalid", "agents.meantAhead", {}, "meantAt");
  if (now - meantAt >= OFFLINE_INTENT_MS)
    fail("conflict", "agents.meantLongAgo", { minutes: Math.floor((now - meantAt) / MINUTE) });
  const { chosenAt, statusName } = currentStatus(agent.data, phone, now);
  if (chosenAt > meantAt) fail("conflict", "agents.newerChoice", { status: statusName });
}

function checkVersion(agent: Doc<AgentData>, version: number | undefined): void {
  if (version !== undefined && version !== agent.version)
    fail("conflict", "agents.changedMeanwhile", { status: agent.data.statusName }, "version");
}

/** Queues a status for the end of the current call, or of the next one. */
export function queueNext(
  facts: StatusFacts,
  choice: { status: string; minutes?: number | null | undefined },
  actor: Actor,
  now: Instant,
): Effect[] {
  const status = findUsableStatus(facts.statuses, choice.status, "status");
  const minutes = choice.minutes === undefined ? status.defaultMinutes : choice.minutes;
  if (minutes !== null && minutes > PROMISE_MAX_MINUTES) fail("invalid", "agents.promiseFar", {}, "minutes");
  const current = currentStatus(facts.agent.data, facts.phone, now);
  const next = { status: status.id, statusName: status.name, minutes, whenOver: status.whenOver, queuedAt: now, actor };
  if (current.next && current.next.status === next.status && current.next.minutes === minutes) return [];
  return recordStatus(facts.agent, facts.phone, now, {
    data: { ...current, next },
    action: message("agents.didQueue", { status: status.name }),
    cause: message("cause.chosen"),
  });
}

export function clearNext({ agent, phone }: Omit<StatusFacts, "statuses">, now: Instant): Effect[] {
  const current = currentStatus(agent.data, phone, now);
  if (current.next === null) return [];
  return recordStatus(agent, phone, now, {
    data: { ...current, next: null },
    action: message("agents.didClearNext", { status: current.next.statusName }),
    cause: message("cause.chosen"),
  });
}

/** Restores the status before the last choice. Undoing twice changes nothing. */
export function undoChoice(facts: StatusFacts, actor: Actor, version: number | undefined, now: Instant): Effect[] {
  const { agent, phone } = facts;
  checkVersion(agent, version);
  const current = currentStatus(agent.data, phone, now);
  const before = current.before ?? fail("conflict", "agents.nothingToUndo");
  findUsableStatus(facts.statuses, before.status, "status");
  const lapsed = before.until !== null && before.until <= now && before.whenOver !== "stay";
  if (lapsed) return fail("conflict", "agents.undoLapsed", { status: before.statusName });
  const { queue, ...slot } = before;
  const cause = message("cause.undone");
  const data: AgentData = { ...current, ...slot, actor, cause, chosenAt: now, before: previousStatusOf(current) };
  const action = message("agents.didUndo", { status: before.statusName });
  // A status queued since then is the later choice.
  if (queue === null || (current.next !== null && current.next.queuedAt > current.chosenAt))
    return recordStatus(agent, phone, now, { data, action });
  // A status queued for a call that has ended by now would take effect at once.
  const { next } = currentStatus({ ...data, ...queue }, phone, now);
  return recordStatus(agent, phone, now, {
    data: { ...data, next, before: previousStatusOf(current, { next: current.next }) },
    action,
  });
}

/** Adds minutes to a promise: to its end, or to now if it is overdue. */
export function extendPromise(
  { agent, phone }: Omit<StatusFacts, "statuses">,
  minutes: number,
  version: number | undefined,
  now: Instant,
): Effect[] {
  checkVersion(agent, version);
  const current = currentStatus(agent.data, phone, now);
  if (current.until === null) return fail("conflict", "agents.noPromise", { status: current.statusName });
  const until = Math.max(current.until, now) + minutes * MINUTE;
  if (until > now + PROMISE_MAX_MINUTES * MINUTE) fail("invalid", "agents.promiseFar", {}, "minutes");
  return recordStatus(agent, phone, now, {
    data: { ...current, until, chosenAt: now },
    action: message("agents.didExtend", { status: current.statusName, until }),
    // The reason for the status stays; the extension has a reason of its own.
    cause: message("cause.extended", { minutes }),
  });
}

/** Applies when the computer was idle: only from a status that takes calls, and never during a call. */
export function applyIdleRule(
  facts: StatusFacts,
  rule: { minutes: number; status: string } | null,
  actor: Actor,
  now: Instant,
): Effect[] {
  if (rule === null) return fail("conflict", "agents.noIdleRule");
  const current = currentStatus(facts.agent.data, facts.phone, now);
  const takesCalls = facts.statuses.find((one) => one.id === current.status)?.takesCalls ?? false;
  if (!takesCalls || isOnCall(facts.phone)) return [];
  const status = findUsableStatus(facts.statuses, rule.status, "status");
  const until = promiseEndFor(status, { status: rule.status }, now, now);
  const by = { actor, cause: message("cause.idle", { minutes: rule.minutes }) };
  return moveToStatus(facts, { clears: false, status, until, since: now, chosenAt: current.chosenAt }, by, now);
}

const isSameMessage = (a: Phrase, b: Phrase): boolean =>
  a.key === b.key && JSON.stringify(a.values) === JSON.stringify(b.values);
