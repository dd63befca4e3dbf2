import { type Actor, samePerson } from "./actor.ts";
import type { AgentData, StatusData } from "./agents.schema.ts";
import { type Effect, save } from "./decision.ts";
import { refuse } from "./failure.ts";
import { type Phrase, phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import { MINUTE, type Instant } from "./time.ts";

export type { AgentData, StatusData } from "./agents.schema.ts";

export const AVAILABLE = "available";
export const OFFLINE = "offline";
export const TONES = ["teal", "blue", "violet", "pink", "red", "orange", "amber", "slate"] as const;
export type Tone = (typeof TONES)[number];
export const ICONS = [
  "coffee",
  "lunch",
  "book",
  "users",
  "briefcase",
  "heart",
  "star",
  "home",
  "phone",
  "bell",
  "mail",
  "edit",
] as const;
export type StatusIcon = (typeof ICONS)[number];
export const PHONE_STATES = ["not connected", "idle", "ringing", "inbound", "outbound", "wrap-up"] as const;
export type PhoneState = (typeof PHONE_STATES)[number];
export const WHEN_OVER = ["available", "stay", "offline"] as const;

export const NAME_MAX = 64;
export const REASON_MAX = 200;
/** Two weeks: longer absences are a matter for the roster. */
export const PROMISE_MAX_MINUTES = 14 * 24 * 60;
export const OFFLINE_INTENT_MS = 15 * MINUTE;
/** How far a device's clock may run ahead before its word is refused. */
const CLOCK_SLACK_MS = MINUTE;

/** A status as a screen needs it; built-in ones have ids of their own and no record. */
export interface Status extends StatusData {
  id: string;
  version: number;
  builtIn: boolean;
}

/** The phone of one person: its state, and the latest call (from the answer to the end of wrap-up). */
export interface Phone {
  state: PhoneState;
  since: Instant;
  call: { from: Instant; to: Instant | null } | null;
}

export const NO_PHONE: Phone = { state: "not connected", since: 0, call: null };

const builtIn = (id: string, name: string, takesCalls: boolean, tone: Tone, order: number): Status => ({
  id,
  version: 0,
  builtIn: true,
  name,
  takesCalls,
  tone,
  icon: null,
  order,
  defaultMinutes: null,
  whenOver: "stay",
  archivedAt: null,
});

/** Every account's statuses in their order: Available first, Offline last, archived ones kept for their names. */
export function allStatuses(
  records: readonly Doc<StatusData>[],
  names = { available: "Available", offline: "Offline" },
): Status[] {
  const custom = records.map((doc) => ({ ...doc.data, id: doc.id, version: doc.version, builtIn: false }));
  custom.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  return [
    builtIn(AVAILABLE, names.available, true, "teal", -1),
    ...custom,
    builtIn(OFFLINE, names.offline, false, "slate", Number.MAX_SAFE_INTEGER),
  ];
}

export const onCall = (phone: Phone): boolean => phone.call !== null && phone.call.to === null;

/**
 * The steps that time has already taken and nobody has written down yet: a promise that ended, a queued status
 * whose call is over. Empty when the record says what is so. An end during a call waits for the call's end.
 */
export function unwrittenSteps(agent: AgentData, phone: Phone, now: Instant): AgentData[] {
  const steps: AgentData[] = [];
  let current = agent;
  for (;;) {
    const step = nextStep(current, phone, now);
    if (step === null) return steps;
    steps.push(step);
    current = step;
  }
}

/** The status as it stands at `now`, whatever has been written down. */
export function standing(agent: AgentData, phone: Phone, now: Instant): AgentData {
  return unwrittenSteps(agent, phone, now).at(-1) ?? agent;
}

/** A promise whose end has passed in a status that stays: shown with a flag. */
export const isOverdue = (agent: AgentData, now: Instant): boolean => agent.until !== null && agent.until <= now;

function nextStep(agent: AgentData, phone: Phone, now: Instant): AgentData | null {
  const queuedAt = queuedStart(agent, phone, now);
  const endedAt = promiseEnd(agent, phone, now);
  if (queuedAt !== null && (endedAt === null || queuedAt <= endedAt)) return startQueued(agent, queuedAt);
  if (endedAt === null) return null;
  return {
    ...agent,
    status: agent.whenOver === "offline" ? OFFLINE : AVAILABLE,
    since: endedAt,
    until: null,
    whenOver: "stay",
    actor: { as: "job", id: "clock" },
    cause: phrase("cause.promiseEnded", { status: agent.statusName }),
    statusName: agent.whenOver === "offline" ? "Offline" : "Available",
    before: null,
  };
}

function startQueued(agent: AgentData, at: Instant): AgentData {
  const next = agent.next!;
  return {
    ...agent,
    status: next.status,
    statusName: next.statusName,
    since: at,
    until: next.minutes === null ? null : at + next.minutes * MINUTE,
    whenOver: next.whenOver,
    actor: next.actor,
    cause: phrase("cause.afterCall"),
    next: null,
    before: null,
  };
}

/** When the queued status took over: at the end of the first call that ended after it was queued. */
function queuedStart(agent: AgentData, phone: Phone, now: Instant): Instant | null {
  const end = phone.call?.to ?? null;
  if (agent.next === null || end === null || end > now || end < agent.next.queuedAt) return null;
  return end;
}

function promiseEnd(agent: AgentData, phone: Phone, now: Instant): Instant | null {
  if (agent.until === null || agent.until > now || agent.whenOver === "stay") return null;
  const { call } = phone;
  if (call === null || call.from > agent.until) return agent.until;
  if (call.to === null) return null;
  return call.to > now ? null : Math.max(agent.until, call.to);
}

/** Brings the log up to what time has done, then adds the new state; a change to the same makes none. */
export function writeDown(
  agent: Doc<AgentData>,
  phone: Phone,
  now: Instant,
  then?: { data: AgentData; action: Phrase },
): Effect[] {
  const steps = unwrittenSteps(agent.data, phone, now);
  const effects = steps.map((data) =>
    save("agent", agent, data, {
      action: phrase("agents.didMove", { status: data.statusName }),
      cause: data.cause,
      at: data.since,
    }),
  );
  if (then) effects.push(save("agent", agent, then.data, { action: then.action, cause: then.data.cause }));
  return effects;
}

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
  const meantAt = choice.meantAt ?? now;
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
  const field = choice.until ? "until" : "minutes";
  if (until <= now) return refuse("invalid", "agents.promisePast", {}, field);
  if (until > now + PROMISE_MAX_MINUTES * MINUTE) return refuse("invalid", "agents.promiseFar", {}, field);
  return until;
}

function checkOfflineIntent(current: AgentData, agent: Doc<AgentData>, meantAt: Instant, now: Instant): void {
  if (meantAt > now + CLOCK_SLACK_MS) refuse("invalid", "agents.meantAhead", {}, "meantAt");
  if (now - meantAt > OFFLINE_INTENT_MS)
    refuse("conflict", "agents.meantLongAgo", { minutes: Math.floor((now - meantAt) / MINUTE) });
  if (current.since > meantAt || agent.at > meantAt)
    refuse("conflict", "agents.newerChoice", { status: current.statusName });
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

/** Whether a person chose this themselves: the popup says "chosen by you". */
export const choseOneself = (agent: AgentData, person: string): boolean => samePerson(agent.actor, person);

/** A new seat starts offline. */
export function newAgent(actor: Actor, now: Instant): AgentData {
  return {
    status: OFFLINE,
    statusName: "Offline",
    since: now,
    until: null,
    whenOver: "stay",
    actor,
    cause: phrase("cause.newSeat"),
    next: null,
    before: null,
  };
}
