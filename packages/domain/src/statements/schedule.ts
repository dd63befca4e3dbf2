import { type Cadence, type StatementSchedule, formatCadence } from "./cadence.ts";
import { create, type Effect, remove, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { isSameValue } from "../core/differences.ts";
import { dateInMonth, dayAfter, weekdayOf } from "../core/calendar.ts";
import type { Period } from "../core/period.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { checkVersion } from "../core/version.ts";

export type ScheduleDoc = Doc<StatementSchedule>;

export const SCHEDULES_MAX = 20;
const WEEK_DAYS = 7;

/** The first sending day after `day`. */
export function nextSendingDay({ every, day: sendingDay }: Cadence, day: string): string {
  if (every === "week") return dayAfter(day, (sendingDay - weekdayOf(day) + WEEK_DAYS) % WEEK_DAYS || WEEK_DAYS);
  const thisMonth = dateInMonth(day, 0, sendingDay);
  return thisMonth > day ? thisMonth : dateInMonth(day, 1, sendingDay);
}

/** The last sending day up to and including `day`. */
export function lastSendingDay({ every, day: sendingDay }: Cadence, day: string): string {
  if (every === "week") return dayAfter(day, -((weekdayOf(day) - sendingDay + WEEK_DAYS) % WEEK_DAYS));
  const thisMonth = dateInMonth(day, 0, sendingDay);
  return thisMonth <= day ? thisMonth : dateInMonth(day, -1, sendingDay);
}

/** A schedule's progress: the first day not covered by a statement, and the next sending day. */
export interface ScheduleProgress extends Cadence {
  uncoveredFrom: string;
  nextSendingDay: string;
}

/**
 * The progress of a schedule. A new one covers the full period around the day it was created; one whose days changed
 * skips no day; none covers a day twice. `today`: the day of its last change; `coveredThrough`: the last day
 * (inclusive) on any statement that it sent. Returns `before` itself if the cadence is still the same.
 */
export function progressOf(
  { every, day }: Cadence,
  before: ScheduleProgress | null,
  today: string,
  coveredThrough: string | null,
): ScheduleProgress {
  const cadence = { every, day };
  if (before === null) {
    const periodStart = lastSendingDay(cadence, today);
    const uncoveredFrom =
      coveredThrough !== null && coveredThrough >= periodStart ? dayAfter(coveredThrough) : periodStart;
    return {
      ...cadence,
      uncoveredFrom,
      nextSendingDay: nextSendingDay(cadence, today > uncoveredFrom ? today : uncoveredFrom),
    };
  }
  if (before.every === every && before.day === day) return before;
  return {
    ...cadence,
    uncoveredFrom: before.uncoveredFrom,
    nextSendingDay: nextSendingDay(cadence, today > before.uncoveredFrom ? today : before.uncoveredFrom),
  };
}

/** The progress after the due statement was sent. */
export const advanceProgress = (progress: ScheduleProgress): ScheduleProgress => ({
  ...progress,
  uncoveredFrom: progress.nextSendingDay,
  nextSendingDay: nextSendingDay(progress, progress.nextSendingDay),
});

/** The period of the statement that is sent next: everything up to the day before. */
export const periodOfNext = ({ uncoveredFrom, nextSendingDay }: ScheduleProgress): Period => ({
  first: uncoveredFrom,
  last: dayAfter(nextSendingDay, -1),
});

export interface PlannedStatement extends Period {
  sendingDay: string;
}

/** The next statements if nothing changes. */
export function plannedStatements(current: ScheduleProgress, count: number): PlannedStatement[] {
  const planned: PlannedStatement[] = [];
  for (let progress = current; planned.length < count; progress = advanceProgress(progress))
    planned.push({ sendingDay: progress.nextSendingDay, ...periodOfNext(progress) });
  return planned;
}

export interface ScheduleDraft extends Cadence {
  recipients: readonly string[];
}

/** Throws `invalid`, `conflict`. `away`: addresses that have unsubscribed; `others`: how many schedules there are. */
export function saveSchedule(
  account: string,
  schedule: ScheduleDoc | null,
  draft: ScheduleDraft & { version?: number | undefined },
  { away, others, id }: { away: readonly string[]; others: number; id: string },
): Effect[] {
  const { version, every, day } = draft;
  if (every === "week" && day > WEEK_DAYS) fail("invalid", "statements.noWeekday", {}, "day");
  const recipients = [...new Set(draft.recipients)];
  const unsubscribed = recipients.find((address) => away.includes(address));
  if (unsubscribed !== undefined) fail("invalid", "statements.unsubscribed", { address: unsubscribed }, "recipients");
  const cadence = formatCadence(draft);
  if (schedule === null) {
    if (others >= SCHEDULES_MAX) fail("invalid", "statements.tooManySchedules", { max: SCHEDULES_MAX });
    const data = { every, day, recipients, paused: false };
    return [create(account, "statementSchedule", id, data, { action: message("statements.didAdd", { cadence }) })];
  }
  // A change must name the version it was made on; 0 matches none.
  checkVersion(schedule, version ?? 0, scheduleName(schedule));
  const data = { every, day, recipients, paused: schedule.data.paused };
  if (isSameValue(schedule.data, data)) return [];
  return [save("statementSchedule", schedule, data, { action: message("statements.didChange", { cadence }) })];
}

/** While paused nothing is sent; statements of the pause are not sent later. */
export function pauseSchedule(schedule: ScheduleDoc, version: number, paused: boolean): Effect[] {
  checkVersion(schedule, version, scheduleName(schedule));
  const { data } = schedule;
  if (data.paused === paused) return [];
  if (!paused && data.recipients.length === 0) fail("conflict", "statements.noRecipientRemaining");
  const action = message(paused ? "statements.didPause" : "statements.didResume", { cadence: formatCadence(data) });
  return [save("statementSchedule", schedule, { ...data, paused }, { action })];
}

export function removeSchedule(schedule: ScheduleDoc, version: number): Effect[] {
  checkVersion(schedule, version, scheduleName(schedule));
  return [
    remove("statementSchedule", schedule, {
      action: message("statements.didRemove", { cadence: formatCadence(schedule.data) }),
    }),
  ];
}

/** Removes an address from all schedules of an account. A schedule without recipients is paused. */
export function unsubscribe(schedules: readonly ScheduleDoc[], address: string): Effect[] {
  return schedules.flatMap((schedule) => {
    const recipients = schedule.data.recipients.filter((recipient) => recipient !== address);
    if (recipients.length === schedule.data.recipients.length) return [];
    const paused = schedule.data.paused || recipients.length === 0;
    const action = message("statements.didUnsubscribe", { address });
    return [save("statementSchedule", schedule, { ...schedule.data, recipients, paused }, { action })];
  });
}

const scheduleName = ({ data }: ScheduleDoc): string => `Statements ${formatCadence(data)}`;
