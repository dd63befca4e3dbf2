import {
  type Day,
  dayAfter,
  dayIn,
  dayStart as computeDayStart,
  instantOn,
  lastInstantOn,
  weekdayOf,
} from "../core/calendar.ts";
import { type Message, message } from "../core/message.ts";
import { DAY_MINUTES, WEEKDAYS } from "./types.ts";
import type { Hours, Schedule } from "./schema.ts";
import { DAY, type Instant, MINUTE } from "../core/time.ts";

export interface OpeningState {
  isOpen: boolean;
  why: Message;
  /** When it opens or closes next; null if it never changes. */
  changesAt: Instant | null;
}

/** A time in which the queue is open. */
interface Span {
  from: Instant;
  to: Instant;
}

/** How far ahead the next change is searched: enough for two hundred holidays on the only open weekday. */
const DAYS_AHEAD = 1500;
/** After the last holiday all weeks are alike; two are checked because a clock change can skip the hours of one. */
const DAYS_AFTER_HOLIDAYS = 16;

/**
 * Whether the queue is open at `now` in the account's zone, and until when; without a schedule it always is. Each day's
 * hours run from the first instant at which clocks show the start to the last at which they show the end: a skipped
 * hour is missing, a repeated one is open both times. Holidays are closed from midnight to midnight.
 */
export function openingStateAt(schedule: Schedule | null, zone: string, now: Instant): OpeningState {
  if (schedule === null) return { isOpen: true, why: message("queues.openAlways"), changesAt: null };
  const span = nextOpenSpan(schedule, zone, now);
  if (span === null) return { isOpen: false, why: message("queues.closedForGood"), changesAt: null };
  const isOpen = span.from <= now;
  const changesAt = isOpen ? span.to : span.from;
  const holiday = isOpen ? undefined : holidayAt(schedule, zone, now);
  const why = openingMessage(isOpen, changesAt, now, holiday?.name);
  return { isOpen, why, changesAt: changesAt === Infinity ? null : changesAt };
}

function openingMessage(isOpen: boolean, until: Instant, now: Instant, holiday: string | undefined): Message {
  if (until === Infinity) return message("queues.openAlways");
  const isWithinDay = until - now < DAY;
  if (isOpen) return message(isWithinDay ? "queues.openUntil" : "queues.openUntilDay", { until });
  if (holiday !== undefined) return message("queues.closedHoliday", { holiday, until });
  return message(isWithinDay ? "queues.closedUntil" : "queues.closedUntilDay", { until });
}

const holidayAt = (schedule: Schedule, zone: string, now: Instant) => {
  const today = dayAt(zone, now);
  return schedule.holidays.find(({ date }) => date === today);
};

/** All queues of a list are evaluated at the same instant, so the last day is cached. */
let cachedDay: { zone: string; at: Instant; day: Day } | undefined;

function dayAt(zone: string, at: Instant): Day {
  if (cachedDay?.zone !== zone || cachedDay.at !== at) cachedDay = { zone, at, day: dayIn(at, zone) };
  return cachedDay.day;
}

/**
 * The first open span that ends after `now`, merged with the following ones; its end is infinite if it never closes.
 */
function nextOpenSpan(schedule: Schedule, zone: string, now: Instant): Span | null {
  const closedDays = new Set(schedule.holidays.map(({ date }) => date));
  const lastClosedDay = [...closedDays].toSorted().at(-1) ?? "";
  let day = dayAt(zone, now);
  if (isAroundTheClock(schedule.hours)) return aroundTheClockSpan(closedDays, day, zone);
  let openSpan: Span | null = null;
  for (
    let dayCount = 0, daysAfterHolidays = 0;
    dayCount < DAYS_AHEAD && daysAfterHolidays < DAYS_AFTER_HOLIDAYS;
    dayCount += 1
  ) {
    if (day > lastClosedDay) daysAfterHolidays += 1;
    for (const span of closedDays.has(day) ? [] : spansOf(schedule.hours, day, zone)) {
      if (span.to <= now) continue;
      if (openSpan === null) openSpan = span;
      else if (span.from <= openSpan.to) openSpan.to = Math.max(openSpan.to, span.to);
      else return openSpan;
    }
    day = dayAfter(day);
    if (openSpan !== null && openSpan.to < dayStart(day, zone)) return openSpan;
  }
  return openSpan === null ? null : { from: (openSpan as Span).from, to: Infinity };
}

const isAroundTheClock = (hours: readonly Hours[]): boolean =>
  WEEKDAYS.every((day) => hours.some((one) => one.day === day && one.from === 0 && one.to === DAY_MINUTES));

/** With hours around the clock only the next holiday ends the span. */
function aroundTheClockSpan(closedDays: ReadonlySet<Day>, today: Day, zone: string): Span {
  let first = today;
  while (closedDays.has(first)) first = dayAfter(first);
  const next = [...closedDays].toSorted().find((day) => day > first);
  return { from: dayStart(first, zone), to: next === undefined ? Infinity : dayStart(next, zone) };
}

/** One day's hours as instants, in order. */
function spansOf(hours: readonly Hours[], day: Day, zone: string): Span[] {
  const weekday = weekdayOf(day);
  const today = hours.filter((one) => one.day === weekday).toSorted((a, b) => a.from - b.from);
  if (today.length === 0) return [];
  const start = dayStart(day, zone);
  const end = dayStart(dayAfter(day), zone);
  if (end - start === DAY)
    return today.map(({ from, to }) => ({ from: start + from * MINUTE, to: start + to * MINUTE }));
  return today
    .map(({ from, to }) => ({
      from: from === 0 ? start : instantOn(day, from, zone),
      to: to === DAY_MINUTES ? end : lastInstantOn(day, to, zone),
    }))
    .filter(({ from, to }) => from < to);
}

/** All queues of an account need the same few days, and zone look-ups are slow. */
const dayStarts = new Map<string, Instant>();
const DAY_STARTS_MAX = 2000;

function dayStart(day: Day, zone: string): Instant {
  const key = `${zone} ${day}`;
  const cached = dayStarts.get(key);
  if (cached !== undefined) return cached;
  if (dayStarts.size >= DAY_STARTS_MAX) dayStarts.clear();
  const start = computeDayStart(day, zone);
  dayStarts.set(key, start);
  return start;
}
