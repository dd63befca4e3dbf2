import type { Actor } from "../core/actor.ts";
import { type ChosenBy, statusAfter, statusEnd, type StatusLength, type StatusSwitch } from "./chosenStatus.ts";
import { extendedEnd, extendedStatus, queuedStatus, undoneStatus } from "./statusChanges.ts";
import { type AgentData, OFFLINE_INTENT_MS, type Phone, currentStatus, type Status, recordStatus } from "./rules.ts";
import { PROMISE_MAX_MINUTES } from "./types.ts";
import type { Effect } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { type Message, message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { checkVersion } from "../core/version.ts";

/** How far ahead a device's clock may be before its choice is rejected. */
const CLOCK_TOLERANCE_MS = MINUTE;

/**
 * The chosen status, for how long, and, from a device that was offline, when it was chosen. `version`: the record's
 * version that the person saw.
 */
export interface StatusChoice extends StatusLength {
  status: string;
  chosenAt?: Instant | undefined;
  version?: number | undefined;
}

export interface StatusFacts {
  agent: Doc<AgentData>;
  statuses: readonly Status[];
  phone: Phone;
}

/** Sets one's own or somebody else's status. Throws `invalid`, `conflict`. */
export function chooseStatus(facts: StatusFacts, choice: StatusChoice, by: ChosenBy, now: Instant): Effect[] {
  const status = findUsableStatus(facts.statuses, choice.status, "status");
  checkVersion(facts.agent, choice.version, changedMeanwhile(facts.agent));
  if (choice.chosenAt !== undefined) checkOfflineIntent(facts, choice.chosenAt, now);
  const intendedAt = Math.min(choice.chosenAt ?? now, now);
  const until = promiseEndFor(status, choice, intendedAt, now);
  return switchStatus(facts, { status, until, at: intendedAt }, by, now);
}

/** Changes to this status unless it is the current one; records what time has changed either way. */
export function switchStatus(
  { agent, phone }: StatusFacts,
  change: StatusSwitch,
  by: ChosenBy,
  now: Instant,
): Effect[] {
  const current = currentStatus(agent.data, phone, now);
  const data = statusAfter(current, change, by);
  const { before, chosenAt, next } = current;
  if (data.before === before && data.chosenAt === chosenAt && data.next === next)
    return recordStatus(agent, phone, now);
  const clearedStatus = data.next === next ? undefined : next?.statusName;
  return recordStatus(agent, phone, now, {
    data,
    action: choiceAction(change.status.name, change.until, clearedStatus),
    // A rule acts on its own, whatever report it follows from.
    actor: by.actor.as === "job" ? by.actor : undefined,
  });
}

function choiceAction(status: string, until: Instant | null, clearedStatus: string | undefined): Message {
  if (clearedStatus !== undefined)
    return until === null
      ? message("agents.didChooseClearing", { status, gone: clearedStatus })
      : message("agents.didChooseUntilClearing", { status, until, gone: clearedStatus });
  return until === null ? message("agents.didChoose", { status }) : message("agents.didChooseUntil", { status, until });
}

export function findUsableStatus(statuses: readonly Status[], id: string, field: string): Status {
  const status = statuses.find((candidate) => candidate.id === id);
  if (!status) return fail("invalid", "agents.statusUnknown", {}, field);
  if (status.archivedAt !== null) return fail("invalid", "agents.statusArchived", { status: status.name }, field);
  return status;
}

/** When the promise of a choice ends; null without one. Throws `invalid` for an end in the past or too far ahead. */
export function promiseEndFor(status: Status, choice: StatusChoice, intendedAt: Instant, now: Instant): Instant | null {
  const until = statusEnd(status, choice, intendedAt);
  if (until === null) return null;
  const field = choice.until != null ? "until" : "minutes";
  if (until <= now) return fail("invalid", "agents.endInPast", {}, field);
  if (until > now + PROMISE_MAX_MINUTES * MINUTE) return fail("invalid", "agents.endTooFar", {}, field);
  return until;
}

/** Throws for a choice that a device made while it was offline, if it is too old or somebody chose again since. */
function checkOfflineIntent({ agent, phone }: StatusFacts, intendedAt: Instant, now: Instant): void {
  if (intendedAt > now + CLOCK_TOLERANCE_MS) fail("invalid", "agents.deviceClockAhead", {}, "chosenAt");
  if (now - intendedAt >= OFFLINE_INTENT_MS)
    fail("conflict", "agents.offlineChoiceTooOld", { minutes: Math.floor((now - intendedAt) / MINUTE) });
  const { chosenAt, statusName } = currentStatus(agent.data, phone, now);
  if (chosenAt > intendedAt) fail("conflict", "agents.newerChoice", { status: statusName });
}

const changedMeanwhile = ({ data }: Doc<AgentData>) => message("agents.changedMeanwhile", { status: data.statusName });

/** Queues a status for the end of the current call, or of the next one. */
export function queueNext(
  facts: StatusFacts,
  choice: { status: string; minutes?: number | null | undefined },
  actor: Actor,
  now: Instant,
): Effect[] {
  const status = findUsableStatus(facts.statuses, choice.status, "status");
  const minutes = choice.minutes === undefined ? status.defaultMinutes : choice.minutes;
  if (minutes !== null && minutes > PROMISE_MAX_MINUTES) fail("invalid", "agents.endTooFar", {}, "minutes");
  const current = currentStatus(facts.agent.data, facts.phone, now);
  const data = queuedStatus(current, status, minutes, actor, now);
  if (data === current) return [];
  return recordStatus(facts.agent, facts.phone, now, {
    data,
    action: message("agents.didQueue", { status: status.name }),
    cause: message("agents.cause.chosen"),
  });
}

export function clearNext({ agent, phone }: Omit<StatusFacts, "statuses">, now: Instant): Effect[] {
  const current = currentStatus(agent.data, phone, now);
  if (current.next === null) return [];
  return recordStatus(agent, phone, now, {
    data: { ...current, next: null },
    action: message("agents.didClearNext", { status: current.next.statusName }),
    cause: message("agents.cause.chosen"),
  });
}

/** Restores the status before the last choice. Undoing twice changes nothing. */
export function undoChoice(facts: StatusFacts, actor: Actor, version: number | undefined, now: Instant): Effect[] {
  const { agent, phone } = facts;
  checkVersion(agent, version, changedMeanwhile(agent));
  const current = currentStatus(agent.data, phone, now);
  const before = current.before ?? fail("conflict", "agents.nothingToUndo");
  findUsableStatus(facts.statuses, before.status, "status");
  const hasLapsed = before.until !== null && before.until <= now && before.whenOver !== "stay";
  if (hasLapsed) return fail("conflict", "agents.undoLapsed", { status: before.statusName });
  return recordStatus(agent, phone, now, {
    data: undoneStatus(current, before, phone, actor, now),
    action: message("agents.didUndo", { status: before.statusName }),
  });
}

/** Adds minutes to a promise: to its end, or to now if it is overdue. */
export function extendPromise(
  { agent, phone }: Omit<StatusFacts, "statuses">,
  minutes: number,
  version: number | undefined,
  now: Instant,
): Effect[] {
  checkVersion(agent, version, changedMeanwhile(agent));
  const current = currentStatus(agent.data, phone, now);
  if (current.until === null) return fail("conflict", "agents.noEnd", { status: current.statusName });
  const until = extendedEnd(current.until, minutes, now);
  if (until > now + PROMISE_MAX_MINUTES * MINUTE) fail("invalid", "agents.endTooFar", {}, "minutes");
  return recordStatus(agent, phone, now, {
    data: extendedStatus(current, until, now),
    action: message("agents.didExtend", { status: current.statusName, until }),
    // The reason for the status stays; the extension has a reason of its own.
    cause: message("agents.cause.extended", { minutes }),
  });
}
