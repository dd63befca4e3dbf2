import { message } from "../core/message.ts";
import type { Actor } from "../core/actor.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { choiceStart } from "./choiceGuard.ts";
import { previousStatusOf, type PreviousStatus } from "./chosenStatus.ts";
import type { PlannedSegment } from "./plannedSchema.ts";
import type { AgentData } from "./schema.ts";
import { OFFLINE } from "./types.ts";

/** Whoever changes a status because of the time. */
export const CLOCK: Actor = { as: "job", id: "clock" };
const PLANNED = "agents.cause.planned";

/** The planned status that the agent is in: which plan it is of, and what follows it; null in any other status. */
export const plannedNow = ({ cause, upcoming }: AgentData): { plan: string; returnTo: PreviousStatus } | null =>
  cause.key === PLANNED ? upcoming!.began : null;

interface PlannedStart {
  at: Instant;
  segment: PlannedSegment;
}

/**
 * The next planned status that begins, and when, unless something else changes the status before; null if none does.
 * Each time begins once, so it can't go in circles with rules: only the guard holds it up.
 */
export function nextPlannedStart(agent: AgentData): PlannedStart | null {
  const { upcoming, status, until, since } = agent;
  // Whoever is offline stays it: a calendar doesn't know that somebody has come.
  if (!upcoming || status === OFFLINE) return null;
  const choice = choiceStart(agent);
  for (const segment of upcoming.segments) {
    const at = Math.max(segment.from, since, choice + upcoming.guardMinutes * MINUTE);
    const isOther = status !== segment.status || until !== segment.until;
    if (choice < segment.start && at < segment.until && isOther) return { at, segment };
  }
  return null;
}

/** The record after a planned status has begun. One that follows another returns to what was before both. */
export function startPlanned(agent: AgentData, { at, segment }: PlannedStart): AgentData {
  const { plan, status, statusName, until, from } = segment;
  const before = previousStatusOf(agent);
  const upcoming = agent.upcoming!;
  return {
    ...agent,
    status,
    statusName,
    since: at,
    until,
    whenOver: "available",
    chosenAt: choiceStart(agent),
    actor: CLOCK,
    cause: message(PLANNED),
    before,
    upcoming: {
      ...upcoming,
      segments: upcoming.segments.filter((later) => later.from > from),
      began: { plan, returnTo: plannedNow(agent)?.returnTo ?? before },
    },
  };
}
