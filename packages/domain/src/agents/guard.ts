import { type Instant, MINUTE } from "../core/time.ts";
import type { Effect } from "../core/effect.ts";
import type { ChosenBy } from "./chosenStatus.ts";
import { type AgentData, currentStatus, type Status } from "./rules.ts";
import type { RuleFlip } from "./schema.ts";
import { type StatusFacts, switchStatus } from "./statusChoice.ts";
import { RULE_FLIPS_MAX } from "./types.ts";

/** This many changes between the same two statuses within this time are rules that undo each other. */
const LOOP_FLIPS = 3;
const LOOP_MS = 10 * MINUTE;

/**
 * Until when a person's choice keeps rules from changing the status. `agent`: what `currentStatus` returns. A status
 * that was chosen for after a call counts from when it began.
 */
export function guardEnd(agent: AgentData, guardMinutes: number): Instant {
  const { chosenAt, since, cause } = agent;
  const from = cause.key === "agents.cause.afterCall" ? Math.max(chosenAt, since) : chosenAt;
  return from + guardMinutes * MINUTE;
}

/** The loop that stopped the rules for this agent until a person chooses a status, oldest change first; null if none. */
export function ruleLoop({ ruleFlips }: Pick<AgentData, "ruleFlips">): RuleFlip[] | null {
  const last = ruleFlips.at(-1);
  if (last === undefined) return null;
  const samePair = ruleFlips.filter((flip) => isSamePair(flip, last) && last.at - flip.at <= LOOP_MS);
  return samePair.length < LOOP_FLIPS ? null : samePair.slice(-LOOP_FLIPS);
}

const isSamePair = (a: RuleFlip, b: RuleFlip): boolean =>
  (a.from === b.from && a.to === b.to) || (a.from === b.to && a.to === b.from);

/**
 * Sets a status by a rule. Nothing happens while a person's choice holds, which is for `guardMinutes`, or once rules
 * have undone each other.
 */
export function switchByRule(
  facts: StatusFacts,
  change: { status: Status; until: Instant | null },
  by: ChosenBy,
  guardMinutes: number,
  now: Instant,
): Effect[] {
  const current = currentStatus(facts.agent.data, facts.phone, now);
  if (now < guardEnd(current, guardMinutes) || ruleLoop(current) !== null) return [];
  const ruleFlips = flipsAfter(current, change.status, by, now);
  return switchStatus(facts, { ...change, at: now, ruleFlips }, by, now);
}

function flipsAfter(current: AgentData, { id, name }: Status, { cause }: ChosenBy, now: Instant): RuleFlip[] {
  if (current.status === id) return current.ruleFlips;
  const flip = { at: now, from: current.status, fromName: current.statusName, to: id, toName: name, cause };
  const recent = current.ruleFlips.filter(({ at }) => now - at <= LOOP_MS);
  return [...recent, flip].slice(-RULE_FLIPS_MAX);
}
