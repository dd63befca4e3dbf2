// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { nextSpan } from "../../src/shared/queue-form/DayHours.tsx";
import { copyMonday } from "../../src/shared/queue-form/HoursCard.tsx";
import {
  type QueueFormValues,
  queueFormValuesOf,
  queueInputOf,
  newQueueFormValues,
  invalidQueueFields,
} from "../../src/shared/queue-form/queueFormValues.ts";
import { matchesFilter } from "../../src/features/queues/QueueList.tsx";
import type { QueueView } from "../../src/features/queues/types.ts";
import { queueSummary, namesText } from "../../src/features/queues/queueText.ts";
import { ruleText, ruleGroupsSummary } from "../../src/shared/source-rules/ruleText.ts";
import { changeRule, errorFields, newRule } from "../../src/shared/source-rules/sourceFormValues.ts";

const rule = { ...newRule(), value: "google.com" };

describe("a rule", () => {
  test("reads as a sentence", () => {
    expect(ruleText({ ...rule, negated: true })).toBe("Referrer host is not google.com");
    expect(ruleText({ subject: "landing", test: "path", name: "", value: "/spring", negated: false })).toBe(
      "Landing page path begins with /spring",
    );
    expect(ruleText({ subject: "landing", test: "parameter", name: "utm_source", value: "mail", negated: false })).toBe(
      "Landing page parameter utm_source is mail",
    );
  });
  test("loses the parameter's name with the choice that needed it, and keeps its value", () => {
    const input = { ...rule, test: "parameter", name: "gclid" } as const;
    expect(changeRule(input, { negated: true }).name).toBe("gclid");
    expect(changeRule(input, { test: "path" })).toMatchObject({ name: "", value: "google.com" });
  });
  test("is summarized with its group, and the other groups are counted", () => {
    const way = (id: string, ...values: string[]) => ({ id, rules: values.map((value) => ({ ...rule, value })) });
    expect(ruleGroupsSummary([way("1", "a", "b")])).toMatchObject({
      first: "Referrer host is a and Referrer host is b",
      more: null,
    });
    expect(ruleGroupsSummary([way("1", "a"), way("2", "b")]).more).toBe("and one more rule group");
    expect(ruleGroupsSummary([way("1", "a"), way("2", "b"), way("3", "c")]).more).toBe("and 2 more rule groups");
    expect(errorFields({ ruleGroups: [way("1", "a", "b")] })).toContain("ruleGroups.0.rules.1.value");
  });
});

const queue: QueueView = {
  id: "q",
  version: 3,
  leastTakingCalls: 2,
  name: "Sales",
  routing: "weighted",
  members: [
    { id: "ava", weight: 20 },
    { id: "ben", weight: 0 },
  ],
  memberNames: [
    { id: "ava", name: "Ava" },
    { id: "ben", name: "Ben" },
  ],
  ringSeconds: 20,
  wrapUpSeconds: 30,
  schedule: {
    hours: [
      { id: "m", day: 1, from: 540, to: 1440 },
      { id: "t", day: 2, from: 0, to: 720 },
    ],
    holidays: [{ id: "x", date: "2026-12-25", name: "Christmas Day" }],
  },
  noAnswer: { to: "queue", id: "support" },
  noAnswerName: "Support",
  tags: ["VIP"],
  missedCall: { after: 2, status: "away", minutes: null },
  open: true,
  why: "Open until 17:30",
  offered: 1,
  numbers: 0,
  follows: null,
  frozen: null,
  eligible: [],
  changesAt: null,
  now: 0,
};
const { id: _id, version: _version, name, routing, members, ringSeconds, wrapUpSeconds, schedule, noAnswer } = queue;
const saved = { name, routing, members, ringSeconds, wrapUpSeconds, schedule, noAnswer };

describe("a queue's form", () => {
  const invalid = (change: Partial<QueueFormValues>) =>
    Object.keys(invalidQueueFields({ ...queueFormValuesOf(queue), ...change }));

  test("saves what it was opened with if nothing was typed", () => {
    expect(queueInputOf(queueFormValuesOf(queue))).toEqual({
      ...saved,
      tags: queue.tags,
      missedCall: queue.missedCall,
      leastTakingCalls: 2,
    });
    expect(invalid({ leastTakingCalls: "" })).toEqual([]);
    for (const text of ["0", "3", "1.5", "two"])
      expect(invalid({ leastTakingCalls: text })).toEqual(["leastTakingCalls"]);
    expect(invalid({})).toEqual([]);
  });
  test("starts open at all hours, with voicemail and without a missed-call rule", () => {
    const input = queueInputOf(newQueueFormValues());
    expect(input).toMatchObject({ schedule: null, noAnswer: { to: "voicemail" }, missedCall: null });
    expect(input.noAnswer).not.toHaveProperty("id");
  });
  test("uses the server's names for unreadable fields", () => {
    const hours = [{ id: "m", day: 1, from: "nine", to: "24" } as const];
    expect(invalid({ hours, ringSeconds: "4" })).toEqual(["ringSeconds", "schedule.hours.0.from"]);
    expect(invalid({ hours, always: true })).toEqual([]);
    expect(invalid({ holidays: [{ id: "x", date: "", name: " " }] })).toEqual([
      "schedule.holidays.0.date",
      "schedule.holidays.0.name",
    ]);
    expect(invalid({ noAnswer: { to: "receiver", id: "", name: "" } })).toEqual(["noAnswer"]);
    expect(invalid({ missed: { after: "0", status: "", minutes: "soon" } })).toEqual([
      "missedCall.after",
      "missedCall.status",
      "missedCall.minutes",
    ]);
    expect(invalid({ missedOn: false, missed: { after: "0", status: "", minutes: "soon" } })).toEqual([]);
    expect(invalid({ leastTakingCalls: "1", members: [{ id: "ava", name: "Ava", weight: "many" }] })).toEqual([
      "members.0.weight",
    ]);
  });
});

describe("opening hours", () => {
  const span = (day: 1 | 2 | 6, from: string, to: string) => ({ id: `${day} ${from}`, day, from, to });
  test("of Monday are copied to Tuesday to Friday, and the weekend's stay", () => {
    const copied = copyMonday([
      span(1, "09:00", "12:00"),
      span(1, "13:00", "17:00"),
      span(2, "08:00", "20:00"),
      span(6, "10:00", "12:00"),
    ]);
    const of = (day: number) => copied.filter((one) => one.day === day).map(({ from, to }) => `${from}-${to}`);
    expect([1, 2, 3, 4, 5].map((day) => of(day).join())).toEqual(Array(5).fill("09:00-12:00,13:00-17:00"));
    expect([of(6), of(7)]).toEqual([["10:00-12:00"], []]);
    expect(new Set(copied.map(({ id }) => id)).size).toBe(copied.length);
  });
  test("that are added follow those of that day after a break, within the day", () => {
    expect(nextSpan(1, [])).toMatchObject({ from: "09:00", to: "17:00" });
    expect(nextSpan(1, [span(1, "09:00", "12:00")])).toMatchObject({ from: "13:00", to: "17:00" });
    expect(nextSpan(1, [span(1, "09:00", "21:30")])).toMatchObject({ from: "22:30", to: "24:00" });
  });
});

describe("a queue's state", () => {
  const offer = (person: string, rank: number | null) => ({
    person,
    name: person,
    eligible: rank !== null,
    rank: rank,
    why: "",
  });
  test("names who would be offered the next call", () => {
    expect(queueSummary({ ...queue, eligible: [offer("Ava", 1), offer("Ben", 2)] }, true)).toBe(
      "Open until 17:30 · Ava would be offered the next call",
    );
    expect(queueSummary({ ...queue, eligible: [offer("Ava", 1), offer("Ben", 1)] }, true)).toBe(
      "Open until 17:30 · the next call would ring Ava and Ben together",
    );
  });
  test("says where the call goes if nobody is offered it or the queue is closed", () => {
    expect(queueSummary({ ...queue, eligible: [offer("Ava", null)] }, true)).toBe(
      "Open until 17:30 · nobody would be offered the next call, and calls go to Support",
    );
    expect(
      queueSummary({ ...queue, open: false, why: "Closed until 09:00", noAnswer: { to: "voicemail" } }, true),
    ).toBe("Closed until 09:00 · callers leave a message");
  });
  test("names nobody while the account lets no call through", () => {
    expect(queueSummary({ ...queue, eligible: [offer("Ava", 1)] }, false)).toBe("Open until 17:30");
  });
  test("names three people, and counts the others", () => {
    expect(namesText(["Ava"])).toBe("Ava");
    expect(namesText(["Ava", "Ben", "Cleo"])).toBe("Ava, Ben and Cleo");
    expect(namesText(["Ava", "Ben", "Cleo", "Dana", "Finn"])).toBe("Ava, Ben, Cleo and 2 more");
  });
});

test("a queue is found by words of its name, tags and members, filtered by hours and tag", () => {
  expect(matchesFilter(queue, { search: "vip ava" })).toBe(true);
  expect(matchesFilter(queue, { search: "sales cleo" })).toBe(false);
  expect([matchesFilter(queue, { now: "open" }), matchesFilter(queue, { now: "closed" })]).toEqual([true, false]);
  expect([matchesFilter(queue, { tag: "VIP" }), matchesFilter(queue, { tag: "night" })]).toEqual([true, false]);
});
