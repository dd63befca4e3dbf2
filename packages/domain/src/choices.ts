import type { Actor } from "./actor.ts";
import {
  type AgentData,
  OFFLINE_INTENT_MS,
  onCall,
  type Phone,
  PROMISE_MAX_MINUTES,
  standing,
  type Status,
  writeDown,
} from "./agents.ts";
import type { Effect } from "./decision.ts";
import { refuse } from "./failure.ts";
import { type Phrase, phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import { type Instant, MINUTE } from "./time.ts";

/** How far a device's clock may run ahead before its word is refused. */
const CLOCK_SLACK_MS = MINUTE;

/** What was asked for: a status, for how long, and (from a device that was offline) when it was meant. */
export interface Choice {
  status: string;
  minutes?: number | null | undefined;
  until?: Instant | null | undefined;
  meantAt?: Instant | undefined;
  version?: number | undefined;
}

export interface ChoiceFacts {
  agent: Doc<AgentData>;
  statuses: readonly Status[];
  phone: Phone;
}

/** Sets one's own or another's status. Throws `invalid`, `conflict`. */
export function chooseStatus(
  facts: ChoiceFacts,
  choice: Choice,
  by: { actor: Actor; cause: Phrase },
  now: Instant,
): Effect[] {
  const { agent, phone } = facts;
  const status = usableStatus(facts.statuses, choice.status, "status");
  checkVersion(agent, choice.version);
  const current = standing(agent.data, phone, now);
  const meantAt = Math.min(choice.meantAt ?? now, now);
  if (choice.meantAt !== undefined) checkOfflineIntent(current, agent, choice.meantAt, now);
  const until = promiseUntil(status, choice, meantAt, now);
  const again = current.status === status.id;
  if (again && current.until === until && sameWords(current.cause, by.cause)) return writeDown(agent, phone, now);
  const data: AgentData = {
    ...current,
    status: status.id,
    statusName: status.name,
    since: again ? current.since : meantAt,
    until,
    whenOver: status.whenOver,
    actor: by.actor,
    cause: by.cause,
    before: {
      status: current.status,
      statusName: current.statusName,
      since: current.since,
      until: current.until,
      whenOver: current.whenOver,
    },
  };
  const action =
    until === null
      ? phrase("agents.didChoose", { status: status.name })
      : phrase("agents.didChooseUntil", { status: status.name, until });
  return writeDown(agent, phone, now, { data, action });
}

export function usableStatus(statuses: readonly Status[], id: string, field: string): Status {
  const status = statuses.find((one) => one.id === id);
  if (!status) return refuse("invalid", "agents.statusUnknown", {}, field);
  if (status.archivedAt !== null) return refuse("invalid", "agents.statusArchived", { status: status.name }, field);
  return status;
}

function promiseUntil(status: Status, choice: Choice, meantAt: Instant, now: Instant): Instant | null {
  const asked =
    choice.minutes === undefined && choice.until === undefined ? status.defaultMinutes : (choice.minutes ?? null);
  const until = choice.until ?? (asked === null ? null : meantAt + asked * MINUTE);
  if (until === null) return null;
  const field = choice.until != null ? "until" : "minutes";
  if (until <= now) return refuse("invalid", "agents.promisePast", {}, field);
  if (until > now + PROMISE_MAX_MINUTES * MINUTE) return refuse("invalid", "agents.promiseFar", {}, field);
  return until;
}

function checkOfflineIntent(current: AgentData, agent: Doc<AgentData>, meantAt: Instant, now: Instant): void {
  if (meantAt > now + CLOCK_SLACK_MS) refuse("invalid", "agents.meantAhead", {}, "meantAt");
  if (now - meantAt >= OFFLINE_INTENT_MS)
    refuse("conflict", "agents.meantLongAgo", { minutes: Math.floor((now - meantAt) / MINUTE) });
  // What only time has done since is no newer choice: the stored one is asked, by when it was meant.
  if (agent.data.since > meantAt) refuse("conflict", "agents.newerChoice", { status: current.statusName });
}

function checkVersion(agent: Doc<AgentData>, version: number | undefined): void {
  if (version !== undefined && version !== agent.version)
    refuse("conflict", "agents.changedMeanwhile", { status: agent.data.statusName }, "version");
}

/** Queues a status for the end of the call; in no call it waits for the next one. */
export function queueNext(
  facts: ChoiceFacts,
  choice: { status: string; minutes?: number | null | undefined },
  actor: Actor,
  now: Instant,
): Effect[] {
  const status = usableStatus(facts.statuses, choice.status, "status");
  const minutes = choice.minutes === undefined ? status.defaultMinutes : choice.minutes;
  if (minutes !== null && minutes > PROMISE_MAX_MINUTES) refuse("invalid", "agents.promiseFar", {}, "minutes");
  const current = standing(facts.agent.data, facts.phone, now);
  const next = { status: status.id, statusName: status.name, minutes, whenOver: status.whenOver, queuedAt: now, actor };
  if (current.next && current.next.status === next.status && current.next.minutes === minutes) return [];
  return writeDown(facts.agent, facts.phone, now, {
    data: { ...current, next },
    action: phrase("agents.didQueue", { status: status.name }),
  });
}

export function clearNext({ agent, phone }: Omit<ChoiceFacts, "statuses">, now: Instant): Effect[] {
  const current = standing(agent.data, phone, now);
  if (current.next === null) return [];
  return writeDown(agent, phone, now, {
    data: { ...current, next: null },
    action: phrase("agents.didClearNext", { status: current.next.statusName }),
  });
}

/** Goes back to the status before the last choice. Undoing twice is where it started. */
export function undoChoice(facts: ChoiceFacts, actor: Actor, version: number | undefined, now: Instant): Effect[] {
  const { agent, phone } = facts;
  checkVersion(agent, version);
  const current = standing(agent.data, phone, now);
  const before = current.before ?? refuse("conflict", "agents.nothingToUndo");
  usableStatus(facts.statuses, before.status, "status");
  const lapsed = before.until !== null && before.until <= now && before.whenOver !== "stay";
  const target = lapsed ? refuse("conflict", "agents.undoLapsed", { status: before.statusName }) : before;
  return writeDown(agent, phone, now, {
    data: {
      ...current,
      ...target,
      actor,
      cause: phrase("cause.undone"),
      before: {
        status: current.status,
        statusName: current.statusName,
        since: current.since,
        until: current.until,
        whenOver: current.whenOver,
      },
    },
    action: phrase("agents.didUndo", { status: target.statusName }),
  });
}

/** Adds minutes to a promise: to its end while it is ahead, to now once it is overdue. */
export function extendPromise(
  { agent, phone }: Omit<ChoiceFacts, "statuses">,
  minutes: number,
  version: number | undefined,
  now: Instant,
): Effect[] {
  checkVersion(agent, version);
  const current = standing(agent.data, phone, now);
  if (current.until === null) return refuse("conflict", "agents.noPromise", { status: current.statusName });
  const until = Math.max(current.until, now) + minutes * MINUTE;
  if (until > now + PROMISE_MAX_MINUTES * MINUTE) refuse("invalid", "agents.promiseFar", {}, "minutes");
  return writeDown(agent, phone, now, {
    data: { ...current, until },
    action: phrase("agents.didExtend", { status: current.statusName, until }),
  });
}

/** Away because the whole computer stood idle: only out of a status that takes calls, and never in a call. */
export function wentIdle(
  facts: ChoiceFacts,
  rule: { minutes: number; status: string } | null,
  actor: Actor,
  now: Instant,
): Effect[] {
  if (rule === null) return refuse("conflict", "agents.noIdleRule");
  const current = standing(facts.agent.data, facts.phone, now);
  const takesCalls = facts.statuses.find((one) => one.id === current.status)?.takesCalls ?? false;
  if (!takesCalls || onCall(facts.phone)) return [];
  return chooseStatus(
    facts,
    { status: rule.status },
    { actor, cause: phrase("cause.idle", { minutes: rule.minutes }) },
    now,
  );
}

const sameWords = (a: Phrase, b: Phrase): boolean =>
  a.key === b.key && JSON.stringify(a.values) === JSON.stringify(b.values);
