import type { Actor } from "../core/actor.ts";
import type { Message } from "../core/message.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import type { AgentData, StatusData } from "./schema.ts";

// An agent's record after a choice. The popup shows it before the server answers, so this file imports little.

/** How long a status lasts: minutes or an end; neither means the status's default. */
export interface StatusLength {
  minutes?: number | null | undefined;
  until?: Instant | null | undefined;
}

/** A change of an agent to another status. */
export interface StatusSwitch {
  status: StatusData & { id: string };
  until: Instant | null;
  /** When it begins and was chosen. */
  at: Instant;
  /**
   * Set for a rule's change: the recent ones with this one, and when somebody last chose. Nobody chose this, so that
   * choice and the queued status still count.
   */
  byRule?: { flips: AgentData["ruleFlips"]; chosenAt: Instant } | undefined;
}

/** Who or what set a status, and why. */
export interface ChosenBy {
  actor: Actor;
  cause: Message;
}

export type PreviousStatus = NonNullable<AgentData["before"]>;

/** When a status that begins at `from` ends; null if it has no end. */
export function statusEnd(status: StatusData, { minutes, until }: StatusLength, from: Instant): Instant | null {
  const length = minutes === undefined && until === undefined ? status.defaultMinutes : (minutes ?? null);
  return until ?? (length === null ? null : from + length * MINUTE);
}

/**
 * What an undo needs to restore a status. `whenOver`: what happens when its time is up. `clearedStatus`: the queued
 * status that the choice cleared.
 */
export const previousStatusOf = (
  { status, statusName, since, until, whenOver }: AgentData,
  clearedStatus: PreviousStatus["queue"] = null,
): PreviousStatus => ({
  status,
  statusName,
  since,
  until,
  whenOver,
  queue: clearedStatus,
});

/** The record after a switch. `current`: what `currentStatus` returns. A choice clears the status queued before it. */
export function statusAfter(
  current: AgentData,
  { status, until, at, byRule }: StatusSwitch,
  { actor, cause }: ChosenBy,
): AgentData {
  const isRepeated = current.status === status.id;
  const chosenAt = byRule ? byRule.chosenAt : at;
  const clearedStatus = !byRule && current.next && current.next.queuedAt <= at ? { next: current.next } : null;
  const next = clearedStatus ? null : current.next;
  const before = previousStatusOf(current, clearedStatus);
  const after = { ...current, chosenAt, next, ruleFlips: byRule?.flips ?? [] };
  // The same choice again only renews `chosenAt`, which decides between the choices of several devices.
  if (isRepeated && current.until === until && JSON.stringify(current.cause) === JSON.stringify(cause))
    return clearedStatus ? { ...after, before } : after;
  return {
    ...after,
    status: status.id,
    statusName: status.name,
    since: isRepeated ? current.since : at,
    until,
    whenOver: status.whenOver,
    actor,
    cause,
    before,
  };
}
