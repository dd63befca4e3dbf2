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

interface By {
  actor: Actor;
  cause: Phrase;
}

/** Sets one's own or another's status. Throws `invalid`, `conflict`. */
export function chooseStatus(facts: ChoiceFacts, choice: Choice, by: By, now: Instant): Effect[] {
  const status = usableStatus(facts.statuses, choice.status, "status");
  checkVersion(facts.agent, choice.version);
  if (choice.meantAt !== undefined) checkOfflineIntent(facts, choice.meantAt, now);
  const meantAt = Math.min(choice.meantAt ?? now, now);
  const until = promiseUntil(status, choice, meantAt, now);
  return moveTo(facts, { clears: true, status, until, since: meantAt, chosenAt: meantAt }, by, now);
}

interface Move {
  /** It is somebody's word: what was queued before it no longer follows. */
  clears: boolean;
  status: Status;
  until: Instant | null;
  since: Instant;
  chosenAt: Instant;
}

function moveTo({ agent, phone }: ChoiceFacts, move: Move, by: By, now: Instant): Effect[] {
  const { status, until, chosenAt } = move;
  const current = standing(agent.data, phone, now);
  const again = current.status === status.id;
  const gone = move.clears && current.next !== null && current.next.queuedAt <= chosenAt ? current.next : null;
  const next = gone ? null : current.next;
  const action = actionOf(status.name, until, gone?.statusName);
  if (again && current.until === until && sameWords(current.cause, by.cause)) {
    if (current.chosenAt === chosenAt && !gone) return writeDown(agent, phone, now);
    // What was said again outlives what another device meant in between.
    const before = gone ? slotOf(current, { next: gone }) : current.before;
    return writeDown(agent, phone, now, { data: { ...current, chosenAt, next, before }, action });
  }
  const data: AgentData = {
    ...current,
    status: status.id,
    statusName: status.name,
    since: again ? current.since : move.since,
    until,
    whenOver: status.whenOver,
    actor: by.actor,
    cause: by.cause,
    chosenAt,
    next,
    before: slotOf(current, gone && { next: gone }),
  };
  return writeDown(agent, phone, now, { data, action });
}

function actionOf(status: string, until: Instant | null, gone: string | undefined): Phrase {
  if (gone !== undefined)
    return until === null
      ? phrase("agents.didChooseClearing", { status, gone })
      : phrase("agents.didChooseUntilClearing", { status, until, gone });
  return until === null ? phrase("agents.didChoose", { status }) : phrase("agents.didChooseUntil", { status, until });
}

type Before = NonNullable<AgentData["before"]>;

const slotOf = ({ status, statusName, since, until, whenOver }: AgentData, queue: Before["queue"] = null): Before => ({
  status,
  statusName,
  since,
  until,
  whenOver,
  queue,
});

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

function checkOfflineIntent({ agent, phone }: ChoiceFacts, meantAt: Instant, now: Instant): void {
  if (meantAt > now + CLOCK_SLACK_MS) refuse("invalid", "agents.meantAhead", {}, "meantAt");
  if (now - meantAt >= OFFLINE_INTENT_MS)
    refuse("conflict", "agents.meantLongAgo", { minutes: Math.floor((now - meantAt) / MINUTE) });
  const { chosenAt, statusName } = standing(agent.data, phone, now);
  if (chosenAt > meantAt) refuse("conflict", "agents.newerChoice", { status: statusName });
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
    cause: phrase("cause.chosen"),
  });
}

export function clearNext({ agent, phone }: Omit<ChoiceFacts, "statuses">, now: Instant): Effect[] {
  const current = standing(agent.data, phone, now);
  if (current.next === null) return [];
  return writeDown(agent, phone, now, {
    data: { ...current, next: null },
    action: phrase("agents.didClearNext", { status: current.next.statusName }),
    cause: phrase("cause.chosen"),
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
  if (lapsed) return refuse("conflict", "agents.undoLapsed", { status: before.statusName });
  const { queue, ...slot } = before;
  const cause = phrase("cause.undone");
  const data: AgentData = { ...current, ...slot, actor, cause, chosenAt: now, before: slotOf(current) };
  const action = phrase("agents.didUndo", { status: before.statusName });
  // What was queued since is the later word.
  if (queue === null || (current.next !== null && current.next.queuedAt > current.chosenAt))
    return writeDown(agent, phone, now, { data, action });
  // What followed a call that is over by now would else take over at once.
  const { next } = standing({ ...data, ...queue }, phone, now);
  return writeDown(agent, phone, now, {
    data: { ...data, next, before: slotOf(current, { next: current.next }) },
    action,
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
    data: { ...current, until, chosenAt: now },
    action: phrase("agents.didExtend", { status: current.statusName, until }),
    // Why somebody stands in it stays; why it is longer is another matter.
    cause: phrase("cause.extended", { minutes }),
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
  const status = usableStatus(facts.statuses, rule.status, "status");
  const until = promiseUntil(status, { status: rule.status }, now, now);
  const by = { actor, cause: phrase("cause.idle", { minutes: rule.minutes }) };
  return moveTo(facts, { clears: false, status, until, since: now, chosenAt: current.chosenAt }, by, now);
}

const sameWords = (a: Phrase, b: Phrase): boolean =>
  a.key === b.key && JSON.stringify(a.values) === JSON.stringify(b.values);
