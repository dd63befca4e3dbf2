import { create, type Effect, remove, save } from "./decision.ts";
import { refuse } from "./failure.ts";
import { sameValue } from "./history.ts";
import { dayName } from "./hours.ts";
import { dateInMonth, dayAfter, weekdayOf } from "./calendar.ts";
import type { Period } from "./period.ts";
import { phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";

/** On which days statements leave. `day`: 1 Monday to 7 Sunday, or 1 to 31 of a month, whose last day is never missed. */
export interface Rhythm {
  every: "week" | "month";
  day: number;
}

export interface StatementSchedule extends Rhythm {
  /** Mail addresses, each once. */
  recipients: string[];
  paused: boolean;
}
export type ScheduleDoc = Doc<StatementSchedule>;

export const SCHEDULES_MAX = 20;
const LAST_DAY = 31;
const WEEK_DAYS = 7;

/** The first sending day behind `day`. */
export function nextDay({ every, day: wanted }: Rhythm, day: string): string {
  if (every === "week") return dayAfter(day, (wanted - weekdayOf(day) + WEEK_DAYS) % WEEK_DAYS || WEEK_DAYS);
  const here = dateInMonth(day, 0, wanted);
  return here > day ? here : dateInMonth(day, 1, wanted);
}

/** The last sending day up to `day`, itself included. */
export function lastDay({ every, day: wanted }: Rhythm, day: string): string {
  if (every === "week") return dayAfter(day, -((weekdayOf(day) - wanted + WEEK_DAYS) % WEEK_DAYS));
  const here = dateInMonth(day, 0, wanted);
  return here <= day ? here : dateInMonth(day, -1, wanted);
}

/** How far a schedule has come: the first day that no statement covers yet, and the day on which the next one leaves. */
export interface Pace extends Rhythm {
  first: string;
  next: string;
}

/**
 * The pace that a schedule goes on at. A fresh one covers the whole period around the day it was made on; one whose days
 * were changed leaves out no day; none covers a day twice. `today`: the day of its last change; `covered`: the last day
 * on a statement that it sent.
 */
export function paceOf({ every, day }: Rhythm, before: Pace | null, today: string, covered: string | null): Pace {
  const rhythm = { every, day };
  if (before === null) {
    const whole = lastDay(rhythm, today);
    const first = covered !== null && covered >= whole ? dayAfter(covered) : whole;
    return { ...rhythm, first, next: nextDay(rhythm, today > first ? today : first) };
  }
  if (before.every === every && before.day === day) return before;
  return { ...rhythm, first: before.first, next: nextDay(rhythm, today > before.first ? today : before.first) };
}

/** The pace once the statement that is due has left. */
export const stepped = (pace: Pace): Pace => ({ ...pace, first: pace.next, next: nextDay(pace, pace.next) });

/** What leaves on the day `pace.next`: all up to the evening before. */
export const periodDue = ({ first, next }: Pace): Period => ({ first, last: dayAfter(next, -1) });

export interface Sending extends Period {
  on: string;
}

/** The next statements, as long as nothing is changed. */
export function upcoming(pace: Pace, count: number): Sending[] {
  const ahead: Sending[] = [];
  for (let now = pace; ahead.length < count; now = stepped(now)) ahead.push({ on: now.next, ...periodDue(now) });
  return ahead;
}

/** The days in words, such as `every Monday` or `on the last day of every month`. */
export function rhythmText({ every, day }: Rhythm): string {
  if (every === "week") return `every ${dayName(day)}`;
  if (day === LAST_DAY) return "on the last day of every month";
  const short = day > 28 ? ", or its last day" : "";
  return `on the ${ordinal(day)} of every month${short}`;
}

function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
}

export interface ScheduleDraft extends Rhythm {
  recipients: readonly string[];
}

/** Throws `invalid` by the field, `conflict` where it was changed meanwhile. `away`: addresses that want no more of it. */
export function saveSchedule(
  account: string,
  schedule: ScheduleDoc | null,
  draft: ScheduleDraft & { version?: number | undefined },
  { away, others, id }: { away: readonly string[]; others: number; id: string },
): Effect[] {
  const { version, every, day } = draft;
  if (every === "week" && day > WEEK_DAYS) refuse("invalid", "statements.noWeekday", {}, "day");
  const recipients = [...new Set(draft.recipients)];
  const gone = recipients.find((address) => away.includes(address));
  if (gone !== undefined) refuse("invalid", "statements.unsubscribed", { address: gone }, "recipients");
  const rhythm = rhythmText(draft);
  if (schedule === null) {
    if (others >= SCHEDULES_MAX) refuse("invalid", "statements.tooManySchedules", { most: SCHEDULES_MAX });
    const data = { every, day, recipients, paused: false };
    return [create(account, "statementSchedule", id, data, { action: phrase("statements.didAdd", { rhythm }) })];
  }
  checkVersion(schedule, version);
  const data = { every, day, recipients, paused: schedule.data.paused };
  if (sameValue(schedule.data, data)) return [];
  return [save("statementSchedule", schedule, data, { action: phrase("statements.didChange", { rhythm }) })];
}

/** While it is paused nothing leaves; what falls into the pause is not sent later. */
export function pauseSchedule(schedule: ScheduleDoc, version: number, paused: boolean): Effect[] {
  checkVersion(schedule, version);
  const { data } = schedule;
  if (data.paused === paused) return [];
  if (!paused && data.recipients.length === 0) refuse("conflict", "statements.noRecipientLeft");
  const action = phrase(paused ? "statements.didPause" : "statements.didResume", { rhythm: rhythmText(data) });
  return [save("statementSchedule", schedule, { ...data, paused }, { action })];
}

export function removeSchedule(schedule: ScheduleDoc, version: number): Effect[] {
  checkVersion(schedule, version);
  return [
    remove("statementSchedule", schedule, {
      action: phrase("statements.didRemove", { rhythm: rhythmText(schedule.data) }),
    }),
  ];
}

/** Takes an address off every schedule of an account. One that nobody is left on is paused. */
export function leaveSchedules(schedules: readonly ScheduleDoc[], address: string): Effect[] {
  return schedules.flatMap((schedule) => {
    const recipients = schedule.data.recipients.filter((one) => one !== address);
    if (recipients.length === schedule.data.recipients.length) return [];
    const paused = schedule.data.paused || recipients.length === 0;
    const action = phrase("statements.didLeave", { address });
    return [save("statementSchedule", schedule, { ...schedule.data, recipients, paused }, { action })];
  });
}

function checkVersion({ data, version: now }: ScheduleDoc, version: number | undefined): void {
  if (version !== now)
    refuse("conflict", "record.changedMeanwhile", { name: `Statements ${rhythmText(data)}`, version: now }, "version");
}
