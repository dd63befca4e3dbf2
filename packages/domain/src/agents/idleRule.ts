import type { AccountData } from "../account/schema.ts";
import type { Actor } from "../core/actor.ts";
import type { Effect } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";
import { currentStatus, isOnCall } from "./rules.ts";
import { switchByRule } from "./guard.ts";
import { findUsableStatus, promiseEndFor, type StatusFacts } from "./statusChoice.ts";

/** Applies the account's idle rule: only from a status that takes calls, never during a call or soon after a choice. */
export function applyIdleRule(
  facts: StatusFacts,
  { idleRule: rule, guardMinutes }: Pick<AccountData, "idleRule" | "guardMinutes">,
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
  return switchByRule(facts, { status, until }, by, guardMinutes, now);
}
