import type { Instant } from "../core/time.ts";
import type { Effect } from "../core/effect.ts";
import { choiceStart, flipsAfter, guardEnd, ruleLoop } from "./choiceGuard.ts";
import type { ChosenBy } from "./chosenStatus.ts";
import { currentStatus, type Status } from "./rules.ts";
import { type StatusFacts, switchStatus } from "./statusChoice.ts";

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
  const { id: status, name: statusName } = change.status;
  const flips = flipsAfter(current, { status, statusName }, by.cause, now);
  const byRule = { flips, chosenAt: choiceStart(current) };
  return switchStatus(facts, { ...change, at: now, byRule }, by, now);
}
