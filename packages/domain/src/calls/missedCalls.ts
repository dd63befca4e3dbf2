import type { Actor } from "../core/actor.ts";
import type { Effect } from "../core/effect.ts";
import { message } from "../core/message.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { currentStatus } from "../agents/rules.ts";
import { switchByRule } from "../agents/guard.ts";
import type { StatusFacts } from "../agents/statusChoice.ts";
import type { QueueData } from "../queues/schema.ts";

const MISSED_CALL_RULE: Actor = { as: "job", id: "missed calls" };

/**
 * Applies the queue's missed-call rule to somebody who has missed this many calls in a row: they get a status in which
 * they take none. Nothing happens if they take no calls anyway, if the status was archived, or soon after a choice.
 */
export function applyMissedCallRule(
  { agent, phone, statuses }: StatusFacts,
  { name, missedCall }: Pick<QueueData, "name" | "missedCall">,
  missed: number,
  guardMinutes: number,
  now: Instant,
): Effect[] {
  if (missedCall === null || missed < missedCall.after) return [];
  const status = statuses.find(({ id }) => id === missedCall.status);
  const current = currentStatus(agent.data, phone, now);
  const takesCalls = statuses.find(({ id }) => id === current.status)?.takesCalls ?? false;
  if (!takesCalls || !status || status.archivedAt !== null) return [];
  const until = missedCall.minutes === null ? null : now + missedCall.minutes * MINUTE;
  const cause = message(missed === 1 ? "agents.cause.missedCall" : "agents.cause.missedCalls", { missed, queue: name });
  const by = { actor: MISSED_CALL_RULE, cause };
  return switchByRule({ agent, phone, statuses }, { status, until }, by, guardMinutes, now);
}
