import type { AgentData, Status } from "@callboard/domain/agents/rules";
import { MINUTE } from "@callboard/domain/core/time";

/**
 * How the record will look after the server has accepted the change: shown at once, and replaced by the server's
 * answer.
 * It decides nothing else.
 */

/** Minutes from now, or an end; with neither, the status's own length applies. */
export interface StatusLength {
  minutes?: number | undefined;
  until?: number | undefined;
}

export const statusSlot = ({ status, statusName, since, until, whenOver, next }: AgentData) => ({
  status,
  statusName,
  since,
  until,
  whenOver,
  queue: next && { next },
});

export function statusEnd(status: Status, { minutes, until }: StatusLength, now: number): number | null {
  const length = minutes ?? status.defaultMinutes;
  return until ?? (length === null ? null : now + length * MINUTE);
}

export const chosenStatus = (agent: AgentData, status: Status, until: number | null, person: string, now: number) =>
  ({
    ...agent,
    status: status.id,
    statusName: status.name,
    whenOver: status.whenOver,
    until,
    since: agent.status === status.id ? agent.since : now,
    actor: { as: "person", id: person },
    cause: { key: "cause.chosen", values: {} },
    chosenAt: now,
    next: null,
    before: statusSlot(agent),
  }) satisfies AgentData;
