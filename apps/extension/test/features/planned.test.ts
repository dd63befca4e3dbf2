import { expect, test } from "vitest";
import {
  planFormErrors,
  type PlanFormValues,
  planFormOf,
  planInputOf,
  type PlanView,
} from "../../src/features/agents/planned/planForm.ts";
import { planDetails, planTimes } from "../../src/features/agents/planned/planText.ts";
import { isToday, plannedText } from "../../src/shared/status/plannedText.ts";

const NOON = Date.UTC(2026, 2, 17, 12);
const MINUTE = 60_000;
const UTC = { zone: "UTC", language: "en-GB" };
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const plan = (more: Partial<PlanView> = {}): PlanView => ({
  id: "plan",
  version: 1,
  person: "ava",
  status: "training",
  statusName: "Training",
  firstDay: "2026-03-16",
  lastDay: null,
  weekdays: [1, 2, 3, 4, 5],
  from: 14 * 60,
  to: 15 * 60,
  zone: "UTC",
  skipped: [],
  plannedBy: { as: "person", id: "dana" },
  plannedByName: "Dana Reyes",
  next: { day: "2026-03-17", from: NOON + 120 * MINUTE, until: NOON + 180 * MINUTE },
  ...more,
});

const form = (more: Partial<PlanFormValues> = {}): PlanFormValues => ({
  ...planFormOf(null, "2026-03-17"),
  status: "training",
  from: "14:00",
  to: "15",
  ...more,
});

test("a form that was filled in says nothing is missing, and an empty one says what", () => {
  expect(planFormErrors(form())).toEqual({});
  expect(Object.keys(planFormErrors(planFormOf(null, "")))).toEqual(["status", "firstDay", "from", "to"]);
  expect(Object.keys(planFormErrors(form({ repeat: "days", from: "" })))).toEqual(["lastDay"]);
  expect(Object.keys(planFormErrors(form({ repeat: "weekly", isWholeDay: true, to: "" })))).toEqual(["weekdays"]);
});

test("each way to repeat is sent as days and times", () => {
  const times = { from: 14 * 60, to: 15 * 60 };
  const day = "2026-03-17";
  expect(planInputOf(form())).toMatchObject({ firstDay: day, lastDay: day, weekdays: EVERY_DAY, ...times });
  expect(planInputOf(form({ repeat: "weekdays" }))).toMatchObject({ lastDay: null, weekdays: [1, 2, 3, 4, 5] });
  expect(planInputOf(form({ repeat: "weekly", weekdays: [6] }))).toMatchObject({ weekdays: [6], ...times });
  const leave = planInputOf(form({ repeat: "days", lastDay: "2026-03-20" }));
  expect(leave).toMatchObject({ lastDay: "2026-03-20", weekdays: EVERY_DAY, from: null, to: null });
});

test("what is edited is sent as it was", () => {
  const plans = [
    plan(),
    plan({ lastDay: "2026-03-16", weekdays: EVERY_DAY }),
    plan({ lastDay: "2026-03-20", weekdays: EVERY_DAY, from: null, to: null }),
    plan({ weekdays: [2, 4], from: null, to: null }),
    plan({ weekdays: EVERY_DAY, from: 22 * 60, to: 6 * 60 }),
  ];
  for (const { status, firstDay, lastDay, weekdays, from, to, ...rest } of plans)
    expect(planInputOf(planFormOf({ ...rest, status, firstDay, lastDay, weekdays, from, to }, ""))).toEqual({
      status,
      firstDay,
      lastDay,
      weekdays,
      from,
      to,
    });
});

test("days, times and the next one are shown as people write them", () => {
  const text = (more: Partial<PlanView> = {}) => planTimes(plan(more), UTC);
  expect(text()).toBe("every weekday, 14:00–15:00");
  expect(text({ lastDay: "2026-03-27" })).toBe("every weekday until 27 Mar, 14:00–15:00");
  expect(text({ firstDay: "2026-03-20", next: { day: "2026-03-20", from: NOON, until: NOON } })).toBe(
    "every weekday from 20 Mar, 14:00–15:00",
  );
  expect(text({ lastDay: "2026-03-20", weekdays: EVERY_DAY, from: null, to: null })).toBe(
    "16 Mar – 20 Mar, whole days",
  );
  expect(text({ lastDay: "2026-03-16", weekdays: EVERY_DAY })).toBe("Mon 16 Mar, 14:00–15:00");
  expect(text({ weekdays: [2, 4] })).toBe("Tue, Thu, 14:00–15:00");
  expect(planDetails(plan(), "ava", NOON, UTC)).toBe("next 14:00 · planned by Dana Reyes");
  expect(planDetails(plan({ zone: "America/New_York" }), "dana", NOON + 130 * MINUTE, UTC)).toBe(
    "now, until 15:00 · in New York time",
  );
  expect(planDetails(plan({ next: null }), "dana", NOON, UTC)).toBe("over");
});

test("the popup's line says when, and how long until then", () => {
  const segment = { plan: "plan", day: "2026-03-17", status: "training", statusName: "Training", start: 0, until: 0 };
  const line = (minutes: number) => plannedText({ ...segment, from: NOON + minutes * MINUTE }, NOON, UTC);
  expect(line(20)).toBe("Training at 12:20, in 20 min");
  expect(line(120)).toBe("Training at 14:00, in 2 h");
  expect(line(13 * 60)).toBe("Training at Wed 01:00");
  expect(isToday({ ...segment, from: NOON + 20 * MINUTE }, NOON, UTC)).toBe(true);
  expect(isToday({ ...segment, from: NOON + 13 * 60 * MINUTE }, NOON, UTC)).toBe(false);
});
