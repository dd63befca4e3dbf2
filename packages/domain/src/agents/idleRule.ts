import type { Actor } from "../core/actor.ts";
import type { Effect } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";
import { currentStatus, isOnCall } from "./rules.ts";
import { findUsableStatus, promiseEndFor, type StatusFacts, switchStatus } from "./statusChoice.ts";

/** Applies the account's idle rule: only from a status that takes calls, and never during a call. */
export function applyIdleRule(
  facts: StatusFacts,
  rule: { minutes: number; status: string } | null,
  actor: Actor,
  now: Instant,
): Effect[] {
  if (rule === null) return fail("conflict", "agents.noIdleRule");
  const current = currentStatus(facts.agent.data, facts.phone, now);
  const takesCalls = facts.statuses.find(({ id }) => id === current.status)?.takesCalls ?? false;
  if (!takesCalls || isOnCall(facts.phone)) return [];
  const status = findUsableStatus(facts.statuses, rule.status, "status");
  const until = promiseEndFor(status, { status: rule.status }, now, now);
  const by = { actor, cause: message("agents.cause.idle", { minutes: rule.minutes }) };
  return switchStatus(facts, { status, until, at: now, isIdle: true }, by, now);
}
