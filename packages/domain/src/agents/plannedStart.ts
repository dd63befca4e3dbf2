import { message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";
import { choiceStart, flipsAfter, guardEnd, ruleLoop } from "./choiceGuard.ts";
import { previousStatusOf, type PreviousStatus } from "./chosenStatus.ts";
import type { PlannedSegment } from "./plannedSchema.ts";
import type { AgentData } from "./schema.ts";
import { OFFLINE } from "./types.ts";

const PLANNED = "agents.cause.planned";

/** The planned status that the agent is in: which plan it is of, and what follows it; null in any other status. */
export const plannedNow = ({ cause, upcoming }: AgentData): { plan: string; returnTo: PreviousStatus } | null =>
  cause.key === PLANNED ? upcoming!.began : null;

interface PlannedStart {
  at: Instant;
  segment: PlannedSegment;
}

/** The next planned status that begins, and when, unless something else changes the status before; null if none does. */
export function nextPlannedStart(agent: AgentData): PlannedStart | null {
  const { upcoming, status, until, since } = agent;
  // Whoever is offline stays it: a calendar doesn't know that somebody has come.
  if (!upcoming || status === OFFLINE || ruleLoop(agent)) return null;
  const choice = choiceStart(agent);
  const earliest = Math.max(since, guardEnd(agent, upcoming.guardMinutes));
  for (const segment of upcoming.segments) {
    const at = Math.max(segment.from, earliest);
    const isInForce = status === segment.status && until === segment.until;
    if (choice < segment.start && at < segment.until && !isInForce) return { at, segment };
  }
  return null;
}

/** The record after a planned status has begun. A planned status that follows another returns to what was before both. */
export function startPlanned(agent: AgentData, { at, segment }: PlannedStart): AgentData {
  const { plan, status, statusName, until, from } = segment;
  const cause = message(PLANNED);
  const upcoming = agent.upcoming!;
  return {
    ...agent,
    status,
    statusName,
    since: agent.status === status ? agent.since : at,
    until,
    whenOver: "available",
    actor: { as: "job", id: "clock" },
    cause,
    before: previousStatusOf(agent),
    ruleFlips: flipsAfter(agent, segment, cause, at),
    upcoming: {
      ...upcoming,
      segments: upcoming.segments.filter((later) => later.from > from),
      began: { plan, returnTo: plannedNow(agent)?.returnTo ?? previousStatusOf(agent) },
    },
  };
}
