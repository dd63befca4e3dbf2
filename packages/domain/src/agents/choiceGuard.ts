import type { Message } from "../core/message.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import type { AgentData, RuleFlip } from "./schema.ts";
import { RULE_FLIPS_MAX } from "./types.ts";

/** This many changes between the same two statuses within this time are rules that undo each other. */
const LOOP_FLIPS = 3;
const LOOP_MS = 10 * MINUTE;

/**
 * Until when a person's choice keeps rules from changing the status. `agent`: what `currentStatus` returns. A status
 * that was chosen for after a call counts from when it began.
 */
export const guardEnd = (agent: AgentData, guardMinutes: number): Instant => choiceStart(agent) + guardMinutes * MINUTE;

/** When the last choice of a person took effect. */
export const choiceStart = ({ chosenAt, since, cause }: AgentData): Instant =>
  cause.key === "agents.cause.afterCall" ? Math.max(chosenAt, since) : chosenAt;

/** The loop that stopped the rules for this agent until a person chooses a status, oldest change first; null if none. */
export function ruleLoop({ ruleFlips }: Pick<AgentData, "ruleFlips">): RuleFlip[] | null {
  const last = ruleFlips.at(-1);
  if (last === undefined) return null;
  const samePair = ruleFlips.filter((flip) => isSamePair(flip, last) && last.at - flip.at <= LOOP_MS);
  return samePair.length < LOOP_FLIPS ? null : samePair.slice(-LOOP_FLIPS);
}

const isSamePair = (a: RuleFlip, b: RuleFlip): boolean =>
  (a.from === b.from && a.to === b.to) || (a.from === b.to && a.to === b.from);

/** The recent changes by rules after another one. `current`: what `currentStatus` returns. */
export function flipsAfter(
  current: AgentData,
  to: Pick<AgentData, "status" | "statusName">,
  cause: Message,
  now: Instant,
): RuleFlip[] {
  if (current.status === to.status) return current.ruleFlips;
  const { status: from, statusName: fromName } = current;
  const flip = { at: now, from, fromName, to: to.status, toName: to.statusName, cause };
  const recent = current.ruleFlips.filter(({ at }) => now - at <= LOOP_MS);
  return [...recent, flip].slice(-RULE_FLIPS_MAX);
}
