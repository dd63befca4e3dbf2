import { AVAILABLE, OFFLINE, type StatusColor, type PhoneState } from "./types.ts";
import { type Actor, isSamePerson } from "../core/actor.ts";
import type { PhoneData } from "./phoneSchema.ts";
import type { AgentData, StatusData } from "./schema.ts";
import { type Effect, save } from "../core/effect.ts";
import { type Message, message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { choiceStart } from "./choiceGuard.ts";
import { previousStatusOf } from "./chosenStatus.ts";
import { CLOCK, nextPlannedStart, plannedNow, startPlanned } from "./plannedStart.ts";
import { MINUTE, type Instant } from "../core/time.ts";

export type { AgentData, StatusData } from "./schema.ts";

/** How old a choice that a device made while offline may be when it reaches the server. */
export const OFFLINE_INTENT_MS = 15 * MINUTE;

/** A status for screens; built-in ones have ids of their own and no record. */
export interface Status extends StatusData {
  id: string;
  version: number;
  builtIn: boolean;
}

/** One person's phone: its state, and the latest call (from the answer to the end of wrap-up). */
export interface Phone {
  state: PhoneState;
  since: Instant;
  call: { from: Instant; to: Instant | null } | null;
}

export const NO_PHONE: PhoneData = { state: "not connected", since: 0, call: null, until: null, callId: null };

const builtIn = (id: string, name: string, takesCalls: boolean, color: StatusColor, order: number): Status => ({
  id,
  version: 0,
  builtIn: true,
  name,
  takesCalls,
  color,
  icon: null,
  order,
  defaultMinutes: null,
  whenOver: "stay",
  archivedAt: null,
});

/** The account's statuses in order: Available first, Offline last, archived ones included for their names. */
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

/** Whether a call is in progress, including its wrap-up. */
export const isOnCall = (phone: Phone): boolean => phone.call !== null && phone.call.to === null;

/**
 * Changes that time has already made but nobody has recorded, each as the record after it: a promise that ended, a
 * queued status whose call is over, or a planned status that began. A promise that ends during a call waits for the
 * call's end.
 */
export function pendingSteps(agent: AgentData, phone: Phone, now: Instant): AgentData[] {
  const steps: AgentData[] = [];
  let current = agent;
  for (;;) {
    const step = nextStep(current, phone, now);
    if (step === null) return steps;
    steps.push(step);
    current = step;
  }
}

/** The record with the status in force at `now`, whatever has been recorded. */
export function currentStatus(agent: AgentData, phone: Phone, now: Instant): AgentData {
  return pendingSteps(agent, phone, now).at(-1) ?? agent;
}

/** Whether a promise has ended in a status that stays: shown with a flag. */
export const isOverdue = (agent: AgentData, now: Instant): boolean => agent.until !== null && agent.until <= now;

function nextStep(agent: AgentData, phone: Phone, now: Instant): AgentData | null {
  const queuedAt = queuedStatusStart(agent, phone, now) ?? Infinity;
  const endedAt = promiseEnd(agent, phone, now) ?? Infinity;
  const planned = nextPlannedStart(agent);
  const plannedAt = planned !== null && planned.at <= now ? planned.at : Infinity;
  const first = Math.min(queuedAt, plannedAt, endedAt);
  if (first === Infinity) return null;
  if (queuedAt === first) return startQueued(agent, first);
  return plannedAt === first ? startPlanned(agent, planned!) : endStatus(agent, first);
}

/** After a planned status comes what was before it, unless that has ended too. */
function endStatus(agent: AgentData, at: Instant): AgentData {
  const { since: _since, queue: _queue, ...before } = plannedNow(agent)?.returnTo ?? previousStatusOf(agent);
  const isOver = before.until !== null && before.until <= at && before.whenOver !== "stay";
  const [status, statusName] = before.whenOver === "offline" ? [OFFLINE, "Offline"] : [AVAILABLE, "Available"];
  return {
    ...agent,
    ...(isOver ? { status, statusName, until: null, whenOver: "stay" } : before),
    since: at,
    // A status for after the call was chosen earlier than it began.
    chosenAt: choiceStart(agent),
    actor: CLOCK,
    cause: message("agents.cause.timeOver", { status: agent.statusName }),
    before: null,
  };
}

function startQueued(agent: AgentData, at: Instant): AgentData {
  const { minutes, queuedAt, ...status } = agent.next!;
  return {
    ...agent,
    ...status,
    since: at,
    until: minutes === null ? null : at + minutes * MINUTE,
    cause: message("agents.cause.afterCall"),
    chosenAt: queuedAt,
    next: null,
    before: null,
    ruleFlips: [],
  };
}

/** When the queued status takes effect: at the end of the first call that ends after it was queued. */
function queuedStatusStart(agent: AgentData, phone: Phone, now: Instant): Instant | null {
  const end = phone.call?.to ?? null;
  if (agent.next === null || end === null || end > now) return null;
  // A call that ended by the time of queueing, or before the present status began, doesn't count.
  return end <= agent.next.queuedAt || end < agent.since ? null : end;
}

function promiseEnd(agent: AgentData, phone: Phone, now: Instant): Instant | null {
  if (agent.until === null || agent.until > now || agent.whenOver === "stay") return null;
  const { call } = phone;
  if (call === null || call.from >= agent.until) return agent.until;
  if (call.to === null) return null;
  return call.to > now ? null : Math.max(agent.until, call.to);
}

/** Records the changes that time has made, then the new state; an unchanged state adds no version. */
export function recordStatus(
  agent: Doc<AgentData>,
  phone: Phone,
  now: Instant,
  change?: { data: AgentData; action: Message; cause?: Message; actor?: Actor | undefined },
): Effect[] {
  const steps = pendingSteps(agent.data, phone, now);
  const effects = steps.map((data) =>
    save("agent", agent, data, {
      action: message("agents.didMove", { status: data.statusName }),
      cause: data.cause,
      at: data.since,
      actor: data.actor,
    }),
  );
  if (change)
    effects.push(
      save("agent", agent, change.data, {
        action: change.action,
        cause: change.cause ?? change.data.cause,
        actor: change.actor,
      }),
    );
  return effects;
}

/** Whether a person chose it themselves: the popup says "chosen by you". */
export const isOwnChoice = (agent: AgentData, person: string): boolean => isSamePerson(agent.actor, person);

/** A new seat starts offline. */
export function newAgent(actor: Actor, now: Instant): AgentData {
  return {
    status: OFFLINE,
    statusName: "Offline",
    since: now,
    until: null,
    whenOver: "stay",
    actor,
    cause: message("agents.cause.newSeat"),
    chosenAt: now,
    next: null,
    before: null,
    ruleFlips: [],
    upcoming: null,
  };
}
