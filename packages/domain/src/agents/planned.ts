import type { Actor } from "../core/actor.ts";
import { type Day, dayAfter, dayIn, daysBetween, isDay } from "../core/calendar.ts";
import { create, type Effect, enqueue, remove, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { type Message, message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { checkVersion } from "../core/version.ts";
import type { PlannedSegment, PlannedStatus } from "./plannedSchema.ts";
import { plannedNow } from "./plannedStart.ts";
import { includesDay, occurrenceOn, type Plan, upcomingTimes } from "./plannedTimes.ts";
import { PLANNED_DAYS_MAX, PLANNED_MAX, SKIPPED_DAYS_MAX } from "./plannedTypes.ts";
import { type AgentData, currentStatus, recordStatus } from "./rules.ts";
import { findUsableStatus, type StatusFacts } from "./statusChoice.ts";

/** What is needed to plan for a person. `plans`: all of theirs. */
export interface PlanningFacts extends StatusFacts {
  plans: readonly Doc<PlannedStatus>[];
  guardMinutes: number;
}

export type PlanDraft = Pick<PlannedStatus, "status" | "firstDay" | "lastDay" | "weekdays" | "from" | "to">;

/** Plans a status for a person. `zone`: the person's own. Throws `invalid`. */
export function addPlan(
  facts: PlanningFacts,
  draft: PlanDraft,
  { id, zone, actor }: { id: string; zone: string; actor: Actor },
  now: Instant,
): Effect[] {
  const { agent, plans } = facts;
  if (plans.length >= PLANNED_MAX) fail("invalid", "agents.plannedTooMany", { max: PLANNED_MAX });
  const data = checkedPlan(facts, draft, { person: agent.id, zone, skipped: [], plannedBy: actor }, now);
  const action = message("agents.didPlan", { status: data.statusName, who: agent.id });
  return [
    create(agent.account, "plannedStatus", id, data, { action, ...logOf(actor, agent.id) }),
    ...saveUpcoming(facts, [...plansOf(plans), { ...data, id }], id, action, now),
  ];
}

/** Changes a planned status; what it had begun ends. Days that were skipped stay it. Throws `invalid`, `conflict`. */
export function changePlan(
  facts: PlanningFacts,
  draft: PlanDraft,
  { id, version, zone, actor }: { id: string; version: number | undefined; zone: string; actor: Actor },
  now: Instant,
): Effect[] {
  const doc = findPlan(facts.plans, id, version);
  const { person, skipped, plannedBy } = doc.data;
  const data = checkedPlan(facts, draft, { person, zone, skipped, plannedBy }, now);
  const action = message("agents.didChangePlanned", { status: data.statusName, who: person });
  return savePlan(facts, doc, data, action, actor, now);
}

/** Removes a planned status; if it is the current one, it ends. */
export function removePlan(
  facts: PlanningFacts,
  { id, version }: { id: string; version?: number | undefined },
  actor: Actor,
  now: Instant,
): Effect[] {
  const doc = findPlan(facts.plans, id, version);
  const action = message("agents.didRemovePlanned", { status: doc.data.statusName, who: doc.data.person });
  const others = plansOf(facts.plans).filter((plan) => plan.id !== id);
  return [
    remove("plannedStatus", doc, { action, ...logOf(actor, doc.data.person) }),
    ...saveUpcoming(facts, others, id, action, now),
  ];
}

/** Leaves a planned status out on one of its days, or no longer. Throws `invalid` for a day that it doesn't mean. */
export function skipPlan(
  facts: PlanningFacts,
  { id, day, skipped: isSkipped }: { id: string; day: string; skipped: boolean },
  actor: Actor,
  now: Instant,
): Effect[] {
  const doc = findPlan(facts.plans, id, undefined);
  const { data } = doc;
  checkDay(day, "day");
  if (data.skipped.includes(day) === isSkipped) return [];
  const yesterday = dayAfter(dayIn(now, data.zone), -1);
  const others = data.skipped.filter((one) => one !== day && one >= yesterday);
  const occurrence = occurrenceOn({ ...data, skipped: others }, day);
  if (occurrence === null || occurrence.until <= now) fail("invalid", "agents.plannedNotOnDay", {}, "day");
  if (isSkipped && others.length >= SKIPPED_DAYS_MAX)
    fail("invalid", "agents.plannedTooManySkipped", { max: SKIPPED_DAYS_MAX }, "day");
  const values = { status: data.statusName, who: data.person, day };
  const action = isSkipped ? message("agents.didSkipPlanned", values) : message("agents.didUnskipPlanned", values);
  const skipped = isSkipped ? [...others, day].sort() : others;
  return savePlan(facts, doc, { ...data, skipped }, action, actor, now);
}

/** Works out the next planned times again: when they run out, and after a status, a setting or a restored plan changed. */
export function renewUpcoming(facts: PlanningFacts, now: Instant): Effect[] {
  const began = plannedNow(currentStatus(facts.agent.data, facts.phone, now))?.plan ?? null;
  const changed = facts.plans.some(({ id }) => id === began) ? null : began;
  return saveUpcoming(facts, plansOf(facts.plans), changed, message("agents.didRenewPlanned"), now);
}

/** Whose next planned times are worked out again: one person's, those of everybody with a status planned, or everybody's. */
export type PlannedOf = { person: string } | { status: string } | "everybody";

/** A job that works out next planned times again. `key` differs for each reason to do so. */
export function renewalJob(account: string, of: PlannedOf, key: string, dueAt: Instant): Effect {
  const name = of === "everybody" ? of : "person" in of ? of.person : of.status;
  return enqueue({ kind: "planned statuses", key: `${account}/${name}/${key}`, dueAt, data: { account, of } });
}

function savePlan(
  facts: PlanningFacts,
  doc: Doc<PlannedStatus>,
  data: PlannedStatus,
  action: Message,
  actor: Actor,
  now: Instant,
): Effect[] {
  const plans = plansOf(facts.plans).map((plan) => (plan.id === doc.id ? { ...data, id: doc.id } : plan));
  return [
    save("plannedStatus", doc, data, { action, ...logOf(actor, data.person) }),
    ...saveUpcoming(facts, plans, doc.id, action, now),
  ];
}

const plansOf = (docs: readonly Doc<PlannedStatus>[]): Plan[] => docs.map(({ id, data }) => ({ ...data, id }));

/** People needn't read of what others plan for themselves. */
const logOf = (actor: Actor, person: string) =>
  actor.as === "person" && actor.id === person ? { log: "activity" as const } : {};

function findPlan(plans: readonly Doc<PlannedStatus>[], id: string, version: number | undefined): Doc<PlannedStatus> {
  const doc = plans.find((plan) => plan.id === id) ?? fail("not-found", "record.notFound");
  checkVersion(doc, version, doc.data.statusName);
  return doc;
}

/**
 * Saves the agent's next planned times. `changed`: the plan that somebody changed: it may begin at once, and what it had
 * begun ends if it no longer means that.
 */
function saveUpcoming(
  { agent, phone, statuses, guardMinutes }: PlanningFacts,
  plans: readonly Plan[],
  changed: string | null,
  action: Message,
  now: Instant,
): Effect[] {
  const current = currentStatus(agent.data, phone, now);
  const usable = plans.flatMap((plan) => {
    const status = statuses.find(({ id, archivedAt }) => id === plan.status && archivedAt === null);
    return status ? [{ ...plan, statusName: status.name }] : [];
  });
  const { segments: times, renewAt } = upcomingTimes(usable, now);
  const began = plannedNow(current);
  const isChanged = began !== null && began.plan === changed;
  const lasting = isChanged
    ? times.find(({ plan, status, from }) => plan === changed && status === current.status && from <= now)
    : undefined;
  const segments = times.flatMap((time) => (time === lasting ? [] : pendingTime(time, current, changed, now)));
  const upcoming = plans.length === 0 && began === null ? null : { guardMinutes, segments, renewAt, began };
  const until = isChanged ? (lasting?.until ?? now) : current.until;
  const data: AgentData = { ...current, until, upcoming };
  if (JSON.stringify(data) === JSON.stringify(current)) return [];
  const effects = recordStatus(agent, phone, now, { data, action, cause: message("agents.cause.plansChanged") });
  return renewAt === null
    ? effects
    : [...effects, renewalJob(agent.account, { person: agent.id }, String(renewAt), renewAt)];
}

/** What is left of a time: it has begun already unless it was postponed, or unless its plan is new. */
function pendingTime(
  time: PlannedSegment,
  { upcoming }: AgentData,
  changed: string | null,
  now: Instant,
): PlannedSegment[] {
  if (time.from > now) return [time];
  if (time.plan === changed) return [{ ...time, start: now }];
  const pending = upcoming?.segments.findLast(({ plan, from }) => plan === time.plan && from <= now);
  return pending && pending.until > now ? [{ ...pending, until: time.until }] : [];
}

function checkedPlan(
  { statuses }: PlanningFacts,
  draft: PlanDraft,
  rest: Pick<PlannedStatus, "person" | "zone" | "skipped" | "plannedBy">,
  now: Instant,
): PlannedStatus {
  const status = findUsableStatus(statuses, draft.status, "status");
  const { firstDay, lastDay, from, to } = draft;
  checkDay(firstDay, "firstDay");
  if (lastDay !== null) checkDay(lastDay, "lastDay");
  if ((from === null) !== (to === null)) fail("invalid", "agents.plannedOneTime", {}, from === null ? "from" : "to");
  if (from !== null && from === to) fail("invalid", "agents.plannedNoLength", {}, "to");
  if (lastDay !== null && lastDay < firstDay) fail("invalid", "agents.plannedOrder", {}, "lastDay");
  const weekdays = [...new Set(draft.weekdays)].sort();
  const isEveryDay = weekdays.length === 7;
  const length = lastDay === null ? Infinity : daysBetween(firstDay, lastDay) + 1;
  if (from === null && length > PLANNED_DAYS_MAX && (isEveryDay || lastDay !== null))
    fail("invalid", "agents.plannedNoEnd", {}, "lastDay");
  if (daysBetween(dayIn(now, rest.zone), firstDay) > PLANNED_DAYS_MAX)
    fail("invalid", "agents.plannedTooFar", {}, "firstDay");
  const data = { status: status.id, statusName: status.name, firstDay, lastDay, weekdays, from, to, ...rest };
  checkHasTimes(data, now);
  return data;
}

function checkHasTimes(data: PlannedStatus, now: Instant): void {
  const week = Array.from({ length: 7 }, (_, index) => dayAfter(data.firstDay, index));
  if (!week.some((day) => includesDay(data, day))) fail("invalid", "agents.plannedNoDay", {}, "weekdays");
  if (upcomingTimes([{ ...data, skipped: [], id: "" }], now).segments.length === 0)
    fail("invalid", "agents.plannedPast", {}, data.lastDay === null ? "firstDay" : "lastDay");
}

function checkDay(day: Day, field: string): void {
  if (!isDay(day)) fail("invalid", "agents.plannedDay", {}, field);
}
