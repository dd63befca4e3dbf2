import {
  type Day,
  dayAfter,
  dayIn,
  dayStart as startIn,
  instantOn,
  lastInstantOn,
  weekdayOf,
} from "../core/calendar.ts";
import { type Phrase, message } from "../core/message.ts";
import { DAY_MINUTES, WEEKDAYS } from "./types.ts";
import type { Hours, Schedule } from "./schema.ts";
import { DAY, type Instant, MINUTE } from "../core/time.ts";

export interface OpeningState {
  open: boolean;
  why: Phrase;
  /** When it opens or closes next; null if it never changes. */
  changesAt: Instant | null;
}

interface Span {
  from: Instant;
  to: Instant;
}

/** How far ahead the next change is searched: enough for two hundred holidays on the only open weekday. */
const DAYS_AHEAD = 1500;
/** After the last holiday all weeks are alike; two are checked because a clock change can skip the hours of one. */
const WEEKS_AFTER_HOLIDAYS_DAYS = 16;

/**
 * Whether the queue is open at `now` in the account's zone, and until when; without a schedule it always is. Each day's
 * hours run from the first instant at which clocks show the start to the last at which they show the end: a skipped
 * hour is missing, a repeated one is open both times. Holidays are closed from midnight to midnight.
 */
export function openingStateAt(schedule: Schedule | null, zone: string, now: Instant): OpeningState {
  if (schedule === null) return { open: true, why: message("queues.openAlways"), changesAt: null };
  const span = spanAhead(schedule, zone, now);
  if (span === null) return { open: false, why: message("queues.closedForGood"), changesAt: null };
  const open = span.from <= now;
  const changesAt = open ? span.to : span.from;
  const holiday = open ? undefined : holidayAt(schedule, zone, now);
  const why = openingMessage(open, changesAt, now, holiday?.name);
  return { open, why, changesAt: changesAt === Infinity ? null : changesAt };
}

function openingMessage(open: boolean, until: Instant, now: Instant, holiday: string | undefined): Phrase {
  if (until === Infinity) return message("queues.openAlways");
  const soon = until - now < DAY;
  if (open) return message(soon ? "queues.openUntil" : "queues.openUntilDay", { until });
  if (holiday !== undefined) return message("queues.closedHoliday", { holiday, until });
  return message(soon ? "queues.closedUntil" : "queues.closedUntilDay", { until });
}

const holidayAt = (schedule: Schedule, zone: string, now: Instant) => {
  const today = dayAt(zone, now);
  return schedule.holidays.find(({ date }) => date === today);
};

/** A list of queues is evaluated at one instant, so the day is cached. */
let cachedDay: { zone: string; at: Instant; day: Day } | undefined;

function dayAt(zone: string, at: Instant): Day {
  if (cachedDay?.zone !== zone || cachedDay.at !== at) cachedDay = { zone, at, day: dayIn(at, zone) };
  return cachedDay.day;
}

/**
 * The first open span that ends after `now`, merged with the following ones; its end is infinite if it never closes.
 */
function spanAhead(schedule: Schedule, zone: string, now: Instant): Span | null {
  const closed = new Set(schedule.holidays.map(({ date }) => date));
  const last = [...closed].toSorted().at(-1) ?? "";
  let day = dayAt(zone, now);
  if (isAroundTheClock(schedule.hours)) return spanBetween(closed, day, zone);
  let begun: Span | null = null;
  for (let ahead = 0, plain = 0; ahead < DAYS_AHEAD && plain < WEEKS_AFTER_HOLIDAYS_DAYS; ahead += 1) {
    if (day > last) plain += 1;
    for (const span of closed.has(day) ? [] : spansOf(schedule.hours, day, zone)) {
      if (span.to <= now) continue;
      if (begun === null) begun = span;
      else if (span.from <= begun.to) begun.to = Math.max(begun.to, span.to);
      else return begun;
    }
    day = dayAfter(day);
    if (begun !== null && begun.to < dayStart(day, zone)) return begun;
  }
  return begun === null ? null : { from: (begun as Span).from, to: Infinity };
}

const isAroundTheClock = (hours: readonly Hours[]): boolean =>
  WEEKDAYS.every((day) => hours.some((one) => one.day === day && one.from === 0 && one.to === DAY_MINUTES));

/** With hours around the clock only the next holiday ends the span. */
function spanBetween(closed: ReadonlySet<Day>, today: Day, zone: string): Span {
  let first = today;
  while (closed.has(first)) first = dayAfter(first);
  const next = [...closed].toSorted().find((day) => day > first);
  return { from: dayStart(first, zone), to: next === undefined ? Infinity : dayStart(next, zone) };
}

/** One day's hours as instants, in order. */
function spansOf(hours: readonly Hours[], day: Day, zone: string): Span[] {
  const weekday = weekdayOf(day);
  const today = hours.filter((one) => one.day === weekday).toSorted((a, b) => a.from - b.from);
  if (today.length === 0) return [];
  const begin = dayStart(day, zone);
  const end = dayStart(dayAfter(day), zone);
  if (end - begin === DAY)
    return today.map(({ from, to }) => ({ from: begin + from * MINUTE, to: begin + to * MINUTE }));
  return today
    .map(({ from, to }) => ({
      from: from === 0 ? begin : instantOn(day, from, zone),
      to: to === DAY_MINUTES ? end : lastInstantOn(day, to, zone),
    }))
    .filter(({ from, to }) => from < to);
}

/** All queues of an account need the same few days, and zone look-ups are slow. */
const dayStarts = new Map<string, Instant>();
const DAY_STARTS_MAX = 2000;

function dayStart(day: Day, zone: string): Instant {
  const key = `${zone} ${day}`;
  const known = dayStarts.get(key);
  if (known !== undefined) return known;
  if (dayStarts.size >= DAY_STARTS_MAX) dayStarts.clear();
  const start = startIn(day, zone);
  dayStarts.set(key, start);
  return start;
}
