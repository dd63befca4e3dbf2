import type { AccountData } from "../account/schema.ts";
import type { Actor } from "../core/actor.ts";
import type { Effect } from "../core/effect.ts";
import { message } from "../core/message.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { currentStatus, isOnCall } from "./rules.ts";
import { switchByRule } from "./guard.ts";
import { DEVICE_LEASE_MS } from "./types.ts";
import { findUsableStatus, promiseEndFor, type StatusFacts } from "./statusChoice.ts";

/** What a signed-in device last reported. `idleSince`: nobody has used it since then; null: somebody is using it. */
export interface IdleReport {
  idleSince: Instant | null;
  reportedAt: Instant;
}

/** Since when nobody has used any of a person's devices; null if somebody uses one, or if none has reported. */
export function idleEverywhereSince(reports: readonly IdleReport[], now: Instant): Instant | null {
  let latest: Instant | null = null;
  for (const { idleSince, reportedAt } of reports) {
    if (now - reportedAt >= DEVICE_LEASE_MS) continue;
    if (idleSince === null) return null;
    latest = Math.max(latest ?? idleSince, idleSince);
  }
  return latest;
}

/**
 * Applies the account's idle rule once every device has been idle for its minutes: only from a status that takes calls,
 * never during a call or soon after a choice.
 */
export function applyIdleRule(
  facts: StatusFacts,
  { idleRule: rule, guardMinutes }: Pick<AccountData, "idleRule" | "guardMinutes">,
  reports: readonly IdleReport[],
  actor: Actor,
  now: Instant,
): Effect[] {
  const idleSince = idleEverywhereSince(reports, now);
  if (rule === null || idleSince === null || now - idleSince < rule.minutes * MINUTE) return [];
  const current = currentStatus(facts.agent.data, facts.phone, now);
  const takesCalls = facts.statuses.find(({ id }) => id === current.status)?.takesCalls ?? false;
  if (!takesCalls || isOnCall(facts.phone)) return [];
  const status = findUsableStatus(facts.statuses, rule.status, "status");
  const until = promiseEndFor(status, { status: rule.status }, now, now);
  const by = { actor, cause: message("agents.cause.idle", { minutes: rule.minutes }) };
  return switchByRule(facts, { status, until }, by, guardMinutes, now);
}
