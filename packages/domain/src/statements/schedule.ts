import { create, type Effect, remove, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { isSameValue } from "../core/differences.ts";
import { weekdayName } from "../queues/normalizeSchedule.ts";
import { dateInMonth, dayAfter, weekdayOf } from "../core/calendar.ts";
import type { Period } from "../core/period.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";

/**
 * The days on which statements are sent. `day`: 1 Monday to 7 Sunday, or 1 to 31 of a month, where a shorter month uses
 * its last day.
 */
export interface Cadence {
  every: "week" | "month";
  day: number;
}

export interface StatementSchedule extends Cadence {
  /** Unique mail addresses. */
  recipients: string[];
  paused: boolean;
}
export type ScheduleDoc = Doc<StatementSchedule>;

export const SCHEDULES_MAX = 20;
const LAST_DAY = 31;
const WEEK_DAYS = 7;

/** The first sending day after `day`. */
export function nextSendingDay({ every, day: wanted }: Cadence, day: string): string {
  if (every === "week") return dayAfter(day, (wanted - weekdayOf(day) + WEEK_DAYS) % WEEK_DAYS || WEEK_DAYS);
  const here = dateInMonth(day, 0, wanted);
  return here > day ? here : dateInMonth(day, 1, wanted);
}

/** The last sending day up to and including `day`. */
export function lastSendingDay({ every, day: wanted }: Cadence, day: string): string {
  if (every === "week") return dayAfter(day, -((weekdayOf(day) - wanted + WEEK_DAYS) % WEEK_DAYS));
  const here = dateInMonth(day, 0, wanted);
  return here <= day ? here : dateInMonth(day, -1, wanted);
}

/** A schedule's progress: the first day not covered by a statement, and the next sending day. */
export interface ScheduleProgress extends Cadence {
  first: string;
  next: string;
}

/**
 * The progress of a schedule. A new one covers the full period around the day it was created; one whose days changed
 * skips no day; none covers a day twice. `today`: the day of its last change; `covered`: the last day on a statement
 * that it sent.
 */
export function progressOf(
  { every, day }: Cadence,
  before: ScheduleProgress | null,
  today: string,
  covered: string | null,
): ScheduleProgress {
  const rhythm = { every, day };
  if (before === null) {
    const whole = lastSendingDay(rhythm, today);
    const first = covered !== null && covered >= whole ? dayAfter(covered) : whole;
    return { ...rhythm, first, next: nextSendingDay(rhythm, today > first ? today : first) };
  }
  if (before.every === every && before.day === day) return before;
  return { ...rhythm, first: before.first, next: nextSendingDay(rhythm, today > before.first ? today : before.first) };
}

/** The progress after the due statement was sent. */
export const advanceProgress = (pace: ScheduleProgress): ScheduleProgress => ({
  ...pace,
  first: pace.next,
  next: nextSendingDay(pace, pace.next),
});

/** The period of the statement that is sent next: everything up to the day before. */
export const periodOfNext = ({ first, next }: ScheduleProgress): Period => ({ first, last: dayAfter(next, -1) });

export interface PlannedStatement extends Period {
  on: string;
}

/** The next statements if nothing changes. */
export function plannedStatements(pace: ScheduleProgress, count: number): PlannedStatement[] {
  const ahead: PlannedStatement[] = [];
  for (let now = pace; ahead.length < count; now = advanceProgress(now))
    ahead.push({ on: now.next, ...periodOfNext(now) });
  return ahead;
}

/** The cadence as text, such as `every Monday` or `on the last day of every month`. */
export function formatCadence({ every, day }: Cadence): string {
  if (every === "week") return `every ${weekdayName(day)}`;
  if (day === LAST_DAY) return "on the last day of every month";
  const short = day > 28 ? ", or its last day" : "";
  return `on the ${ordinal(day)} of every month${short}`;
}

function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
}

export interface ScheduleDraft extends Cadence {
  recipients: readonly string[];
}

/** Throws `invalid` by field, `conflict` if it was changed meanwhile. `away`: addresses that have unsubscribed. */
export function saveSchedule(
  account: string,
  schedule: ScheduleDoc | null,
  draft: ScheduleDraft & { version?: number | undefined },
  { away, others, id }: { away: readonly string[]; others: number; id: string },
): Effect[] {
  const { version, every, day } = draft;
  if (every === "week" && day > WEEK_DAYS) fail("invalid", "statements.noWeekday", {}, "day");
  const recipients = [...new Set(draft.recipients)];
  const gone = recipients.find((address) => away.includes(address));
  if (gone !== undefined) fail("invalid", "statements.unsubscribed", { address: gone }, "recipients");
  const rhythm = formatCadence(draft);
  if (schedule === null) {
    if (others >= SCHEDULES_MAX) fail("invalid", "statements.tooManySchedules", { most: SCHEDULES_MAX });
    const data = { every, day, recipients, paused: false };
    return [create(account, "statementSchedule", id, data, { action: message("statements.didAdd", { rhythm }) })];
  }
  checkVersion(schedule, version);
  const data = { every, day, recipients, paused: schedule.data.paused };
  if (isSameValue(schedule.data, data)) return [];
  return [save("statementSchedule", schedule, data, { action: message("statements.didChange", { rhythm }) })];
}

/** While paused nothing is sent; statements of the pause are not sent later. */
export function pauseSchedule(schedule: ScheduleDoc, version: number, paused: boolean): Effect[] {
  checkVersion(schedule, version);
  const { data } = schedule;
  if (data.paused === paused) return [];
  if (!paused && data.recipients.length === 0) fail("conflict", "statements.noRecipientLeft");
  const action = message(paused ? "statements.didPause" : "statements.didResume", { rhythm: formatCadence(data) });
  return [save("statementSchedule", schedule, { ...data, paused }, { action })];
}

export function removeSchedule(schedule: ScheduleDoc, version: number): Effect[] {
  checkVersion(schedule, version);
  return [
    remove("statementSchedule", schedule, {
      action: message("statements.didRemove", { rhythm: formatCadence(schedule.data) }),
    }),
  ];
}

/** Removes an address from all schedules of an account. A schedule without recipients is paused. */
export function unsubscribe(schedules: readonly ScheduleDoc[], address: string): Effect[] {
  return schedules.flatMap((schedule) => {
    const recipients = schedule.data.recipients.filter((one) => one !== address);
    if (recipients.length === schedule.data.recipients.length) return [];
    const paused = schedule.data.paused || recipients.length === 0;
    const action = message("statements.didLeave", { address });
    return [save("statementSchedule", schedule, { ...schedule.data, recipients, paused }, { action })];
  });
}

function checkVersion({ data, version: now }: ScheduleDoc, version: number | undefined): void {
  if (version !== now)
    fail("conflict", "record.changedMeanwhile", { name: `Statements ${formatCadence(data)}`, version: now }, "version");
}
