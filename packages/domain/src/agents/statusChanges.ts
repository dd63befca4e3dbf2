import type { Actor } from "../core/actor.ts";
import { message } from "../core/message.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { previousStatusOf, type PreviousStatus } from "./chosenStatus.ts";
import { type AgentData, currentStatus, type Phone, type Status } from "./rules.ts";

// An agent's record after undoing, queueing and extending. The popup shows it before the server answers.

/** The status before the last choice, with the status that was queued then. */
export function undoneStatus(
  current: AgentData,
  { queue: clearedStatus, ...previous }: PreviousStatus,
  phone: Phone,
  actor: Actor,
  now: Instant,
): AgentData {
  const cause = message("agents.cause.undone");
  const before = previousStatusOf(current);
  const data: AgentData = { ...current, ...previous, actor, cause, chosenAt: now, before, ruleFlips: [] };
  // A status queued since then is the later choice.
  if (clearedStatus === null || (current.next !== null && current.next.queuedAt > current.chosenAt)) return data;
  // Restored unless its call has ended: then it would take effect at once, in place of the undo.
  const { next } = currentStatus({ ...data, ...clearedStatus }, phone, now);
  return { ...data, next, before: previousStatusOf(current, { next: current.next }) };
}

/** Queues a status for the end of the call; returns the same record if it is queued already. */
export function queuedStatus(
  current: AgentData,
  status: Status,
  minutes: number | null,
  actor: Actor,
  now: Instant,
): AgentData {
  if (current.next?.status === status.id && current.next.minutes === minutes) return current;
  const next = { status: status.id, statusName: status.name, minutes, whenOver: status.whenOver, queuedAt: now, actor };
  return { ...current, next };
}

/** Counted from the promised end, or from now if that has passed. */
export const extendedEnd = (until: Instant, minutes: number, now: Instant): Instant =>
  Math.max(until, now) + minutes * MINUTE;

export const extendedStatus = (current: AgentData, until: Instant, now: Instant): AgentData => ({
  ...current,
  until,
  chosenAt: now,
  ruleFlips: [],
});
