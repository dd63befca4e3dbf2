import { describe, expect, test } from "vitest";
import type { PlannedStatus } from "../../src/agents/plannedSchema.ts";
import { addPlan, renewUpcoming, skipPlan } from "../../src/agents/planned.ts";
import { upcomingTimes } from "../../src/agents/plannedTimes.ts";
import { currentStatus } from "../../src/agents/rules.ts";
import type { Doc } from "../../src/core/record.ts";
import { DAY, MINUTE } from "../../src/core/time.ts";
import { agent, agentAfter, AVA, doc, IDLE, plannedData, STATUSES } from "../support/samples.ts";

const START = Date.UTC(2026, 0, 1, 12);
const ZONES = ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];

const PLANS: Record<string, Partial<PlannedStatus>> = {
  "every weekday": { from: 14 * 60, to: 15 * 60 },
  "nights over midnight": { weekdays: [1, 2, 3, 4, 5, 6, 7], from: 22 * 60, to: 6 * 60 },
  "the hour that clocks skip and repeat": { weekdays: [1, 2, 3, 4, 5, 6, 7], from: 90, to: 165 },
  "times within the skipped hour": { weekdays: [6, 7], from: 125, to: 145 },
  "whole weekends": { weekdays: [6, 7], from: null, to: null },
  "a leave of eleven days": {
    firstDay: "2026-10-29",
    lastDay: "2026-11-08",
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    from: null,
    to: null,
  },
};

/** What a wall clock shows at an instant, by `Intl` alone. */
function clock(zone: string) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", ...parts });
  return (now: number): string => format.format(now).replace(",", "");
}

const nextDay = (day: string) => new Date(Date.parse(`${day}T12:00Z`) + DAY).toISOString().slice(0, 10);
const weekday = (day: string) => new Date(`${day}T12:00Z`).getUTCDay() || 7;
const at = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/**
 * Walks the minutes of more than a year with nothing but a clock. Resolves a reading to the first minute at which the
 * clock shows it, or jumps past it.
 */
function walkedClock(zone: string): (reading: string) => number {
  const read = clock(zone);
  const shown = new Map<string, number>();
  const later: { reading: string; now: number }[] = [];
  for (let now = START - 2 * DAY; now <= START + 380 * DAY; now += MINUTE) {
    const reading = read(now);
    if (!shown.has(reading)) shown.set(reading, now);
    if (reading > (later.at(-1)?.reading ?? "")) later.push({ reading, now });
  }
  return (wanted) => shown.get(wanted) ?? later.find(({ reading }) => reading > wanted)!.now;
}

function naiveTimes(instant: (reading: string) => number, zone: string, plan: PlannedStatus): [number, number][] {
  const [from, to] = [START, START + 365 * DAY];
  const read = clock(zone);
  const planned = (day: string) =>
    day >= plan.firstDay && (plan.lastDay === null || day <= plan.lastDay) && plan.weekdays.includes(weekday(day));
  const times: [number, number][] = [];
  const lastDay = read(to).slice(0, 10);
  for (let day = read(from).slice(0, 10); day <= lastDay; day = nextDay(day)) {
    if (!planned(day)) continue;
    if (plan.from === null || plan.to === null) {
      let end = nextDay(day);
      while (planned(end)) end = nextDay(end);
      times.push([instant(`${day} 00:00`), instant(`${end} 00:00`)]);
    } else {
      const endDay = plan.to > plan.from ? day : nextDay(day);
      times.push([instant(`${day} ${at(plan.from)}`), instant(`${endDay} ${at(plan.to)}`)]);
    }
  }
  return times.filter(([start, end]) => end > start && start >= from && start < to);
}

/** The same times as the record of an agent gets them, renewed whenever its list says so. */
function listedTimes(plan: PlannedStatus, from: number, to: number): [number, number][] {
  const times = new Map<number, number>();
  for (let now = from; ;) {
    const { segments, renewAt } = upcomingTimes([{ ...plan, id: "plan" }], now);
    for (const segment of segments)
      if (segment.start >= from && segment.start < to) times.set(segment.start, segment.until);
    if (renewAt === null || now >= to) return [...times];
    now = renewAt;
  }
}

describe.each(ZONES)("a year in %s", (zone) => {
  const instant = walkedClock(zone);

  test.each(Object.entries(PLANS))("has the times of %s at the minutes that a clock shows", (_name, more) => {
    const plan = plannedData({ firstDay: "2026-01-01", zone, ...more });
    const expected = naiveTimes(instant, zone, plan);
    expect(listedTimes(plan, START, START + 365 * DAY)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(10);
  });

  test("the status begins and ends with each time, and a day that was skipped is left out alone", () => {
    const plan = plannedData({ firstDay: "2026-01-01", zone });
    const skippedDay = "2026-03-11";
    const expected = naiveTimes(instant, zone, plan);
    let [record, plans] = [agent({ upcoming: null }), [] as Doc<PlannedStatus>[]];
    const facts = () => ({ agent: record, phone: IDLE, statuses: STATUSES, plans, guardMinutes: 10 });
    record = agentAfter(record, addPlan(facts(), plan, { id: "plan", zone, actor: AVA }, START));
    plans = [doc("plannedStatus", "plan", plan)];
    record = agentAfter(record, skipPlan(facts(), { id: "plan", day: skippedDay, skipped: true }, AVA, START));
    plans = [doc("plannedStatus", "plan", { ...plan, skipped: [skippedDay] })];
    let skippedTimes = 0;
    for (const [from, until] of expected) {
      if (record.data.upcoming!.renewAt! <= from - MINUTE)
        record = agentAfter(record, renewUpcoming(facts(), from - MINUTE));
      const statusAt = (now: number) => currentStatus(record.data, IDLE, now);
      const isSkipped = clock(zone)(from).startsWith(skippedDay);
      if (isSkipped) skippedTimes += 1;
      expect(statusAt(from - 1).status).toBe("available");
      expect(statusAt(from)).toMatchObject(
        isSkipped
          ? { status: "available" }
          : { status: "lunch", since: from, until, cause: { key: "agents.cause.planned" } },
      );
      expect(statusAt(until - 1).status).toBe(isSkipped ? "available" : "lunch");
      expect(statusAt(until)).toMatchObject(isSkipped ? {} : { status: "available", since: until });
    }
    expect(skippedTimes).toBe(1);
  });
});
