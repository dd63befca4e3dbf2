import { type Day, dayAfter, dayIn, dayStart, instantOn, weekdayOf } from "../core/calendar.ts";
import type { Instant } from "../core/time.ts";
import { type PlannedSegment, type PlannedStatus, UPCOMING_MAX } from "./plannedSchema.ts";
import { PLANNED_DAYS_MAX } from "./plannedTypes.ts";

/** A planned status with its id. */
export interface Plan extends PlannedStatus {
  id: string;
}

/** One of the times that a plan means: from the time on its day until the end. */
interface Occurrence {
  day: Day;
  from: Instant;
  until: Instant;
}

/** Whether the plan means this day, skipped or not. */
export const includesDay = ({ firstDay, lastDay, weekdays }: PlannedStatus, day: Day): boolean =>
  day >= firstDay && (lastDay === null || day <= lastDay) && weekdays.includes(weekdayOf(day));

/**
 * The occurrence on a day; null if the plan doesn't mean that day, or if clocks skip all of it. A time that clocks skip
 * is the instant of the change; of one that occurs twice it is the first. Whole days last until the end of the last
 * planned day in a row.
 */
export function occurrenceOn(plan: PlannedStatus, day: Day): Occurrence | null {
  if (!includesDay(plan, day) || plan.skipped.includes(day)) return null;
  const { from, to, zone } = plan;
  const start = instantOn(day, from ?? 0, zone);
  const end =
    from === null || to === null
      ? dayStart(dayAfterRow(plan, day), zone)
      : instantOn(to > from ? day : dayAfter(day), to, zone);
  return end <= start ? null : { day, from: start, until: end };
}

/** The first day after the planned days in a row that begin with `day`. */
function dayAfterRow(plan: PlannedStatus, day: Day): Day {
  let end = dayAfter(day);
  for (let days = 1; days < PLANNED_DAYS_MAX; days += 1) {
    if (!includesDay(plan, end) || plan.skipped.includes(end)) return end;
    end = dayAfter(end);
  }
  return end;
}

/** The plan's occurrences that end after `now` and begin within a number of days from today, in order. */
function occurrencesWithin(plan: PlannedStatus, now: Instant, days: number): Occurrence[] {
  const today = dayIn(now, plan.zone);
  const last = lastDayWithin(plan, today, days);
  const occurrences: Occurrence[] = [];
  // Yesterday's may last until this morning.
  for (let day = laterDay(plan.firstDay, dayAfter(today, -1)); day <= last; day = dayAfter(day)) {
    const occurrence = occurrenceOn(plan, day);
    if (occurrence !== null && occurrence.until > now) occurrences.push(occurrence);
  }
  return occurrences;
}

const laterDay = (a: Day, b: Day): Day => (a > b ? a : b);
function lastDayWithin({ lastDay }: PlannedStatus, today: Day, days: number): Day {
  const end = dayAfter(today, days);
  return lastDay === null || lastDay > end ? end : lastDay;
}

/** Days to look ahead, tried in turn until there are enough planned times: days are slow to convert to instants. */
const LOOKAHEAD_DAYS = [8, 64, 2 * PLANNED_DAYS_MAX];

/** The next planned times, and when more of them must be worked out; null if these are all. */
interface Upcoming {
  segments: PlannedSegment[];
  renewAt: Instant | null;
}

/** The next planned times of a person, of all their plans together. Where plans overlap, the one that begins later counts. */
export function upcomingTimes(plans: readonly Plan[], now: Instant): Upcoming {
  for (const days of LOOKAHEAD_DAYS) {
    const isComplete = plans.every((plan) => hasEndedBy(plan, dayAfter(dayIn(now, plan.zone), days)));
    const segments = segmentsWithin(plans, now, days, isComplete);
    if (isComplete && segments.length <= UPCOMING_MAX) return { segments, renewAt: null };
    if (segments.length <= UPCOMING_MAX && days !== LOOKAHEAD_DAYS.at(-1)) continue;
    const first = segments.slice(0, UPCOMING_MAX);
    // Renewed half-way, so that a server that was off for a while misses nothing.
    return { segments: first, renewAt: first[Math.floor(first.length / 2)]?.from ?? null };
  }
  return { segments: [], renewAt: null };
}

const hasEndedBy = ({ lastDay }: Plan, day: Day): boolean => lastDay !== null && lastDay <= day;

/** The plan's next occurrence, or the one that lasts; null if there is none. */
export function nextOccurrence(plan: PlannedStatus, now: Instant): Occurrence | null {
  for (const days of LOOKAHEAD_DAYS) {
    const [next] = occurrencesWithin(plan, now, days);
    if (next) return next;
  }
  return null;
}

interface PlannedOccurrence extends Occurrence {
  plan: Plan;
}

function segmentsWithin(plans: readonly Plan[], now: Instant, days: number, isComplete: boolean): PlannedSegment[] {
  const occurrences = plans
    .flatMap((plan) => occurrencesWithin(plan, now, days).map((occurrence) => ({ ...occurrence, plan })))
    .sort((a, b) => a.from - b.from || a.until - b.until || (a.plan.id < b.plan.id ? -1 : 1));
  // Beyond the last day of every plan's part, a later occurrence of another plan may be missing.
  const horizon = isComplete
    ? Infinity
    : Math.min(...plans.map(({ zone }) => dayStart(dayAfter(dayIn(now, zone), days), zone)));
  const instants = new Set([now, ...occurrences.flatMap(({ from, until }) => [from, until])]);
  const boundaries = [...instants].filter((at) => at >= now && at < horizon).sort((a, b) => a - b);
  const segments: PlannedSegment[] = [];
  let previous: PlannedOccurrence | null = null;
  for (const [index, from] of boundaries.entries()) {
    const occurrence = occurrenceAt(occurrences, from);
    const until = Math.min(boundaries[index + 1] ?? Infinity, occurrence?.until ?? Infinity);
    if (occurrence !== null && occurrence === previous) segments.at(-1)!.until = until;
    else if (occurrence !== null) segments.push(segmentOf(occurrence, from, until));
    previous = occurrence;
  }
  joinRows(segments);
  return segments;
}

/** Of the occurrences at an instant, the one that began last. */
function occurrenceAt(occurrences: readonly PlannedOccurrence[], at: Instant): PlannedOccurrence | null {
  return occurrences.findLast(({ from, until }) => from <= at && at < until) ?? null;
}

const segmentOf = ({ plan, day, from: start }: PlannedOccurrence, from: Instant, until: Instant): PlannedSegment => {
  const { id, status, statusName } = plan;
  return { plan: id, day, status, statusName, start, from, until };
};

/** Days in a row of one plan end together: "away until Friday", and not until midnight. */
function joinRows(segments: PlannedSegment[]): void {
  for (let index = segments.length - 2; index >= 0; index -= 1) {
    const [segment, next] = [segments[index]!, segments[index + 1]!];
    if (segment.plan === next.plan && segment.until === next.from) segment.until = next.until;
  }
}
