import { expect, test } from "vitest";
import { allStatuses } from "../../src/agents/rules.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import type { CorrectionData } from "../../src/reports/correctionSchema.ts";
import { decideCorrection, proposeCorrection, withdrawCorrection } from "../../src/reports/corrections.ts";
import { CORRECTIONS_WAITING_MAX } from "../../src/reports/types.ts";
import { SAMPLES } from "../support/recordSamples.ts";
import { doc, failureOf, NOON, statusData } from "../support/samples.ts";

const sample = SAMPLES.correction![0] as CorrectionData;
const waiting = (more: Partial<CorrectionData> = {}) => doc("correction", "c", { ...sample, ...more });
const statuses = allStatuses([
  doc("status", "lunch", statusData("Lunch")),
  doc("status", "old", { ...statusData("Old"), archivedAt: NOON }),
]);
const propose = (more: { from?: number; to?: number; status?: string }, own = [] as ReturnType<typeof waiting>[]) => {
  const { from = NOON - HOUR, to = NOON, status = "available" } = more;
  const facts = {
    account: "northwind",
    person: "ava",
    status: statuses.find(({ id }) => id === status),
    waiting: own,
  };
  return proposeCorrection(facts, { from, to, reason: "at my desk" }, "new", NOON);
};

test.each([
  ["a future end", { to: NOON + 1 }, "reports.correctionInFuture", "to"],
  ["an end before its beginning", { from: NOON, to: NOON }, "reports.correctionEndsFirst", "to"],
  ["more than a day", { from: NOON - DAY - 1 }, "reports.correctionTooLong", "to"],
  ["more than 31 days ago", { from: NOON - 31 * DAY - 1, to: NOON - 31 * DAY }, "reports.correctionTooOld", "from"],
  ["Offline", { status: "offline" }, "reports.correctionOffline", "status"],
  ["an archived status", { status: "old" }, "agents.statusArchived", "status"],
  ["another account's status", { status: "theirs" }, "agents.statusUnknown", "status"],
])("%s is rejected, with the field", (_what, input, key, field) => {
  expect(failureOf(() => propose(input))).toMatchObject({ key, field });
});

test("time at either limit can be corrected", () => {
  for (const input of [
    { from: NOON - 31 * DAY, to: NOON - 30 * DAY },
    { from: NOON - DAY, to: NOON },
    { from: NOON - 1, status: "lunch" },
  ])
    expect(propose(input)).toMatchObject([{ do: "create", data: { state: "waiting", person: "ava" } }]);
});

test("two proposals of the same time don't wait at once, and only so many do", () => {
  const own = [waiting({ from: NOON - HOUR, to: NOON - 30 * MINUTE })];
  expect(failureOf(() => propose({ from: NOON - 31 * MINUTE }, own)).key).toBe("reports.correctionOverlaps");
  expect(propose({ from: NOON - 30 * MINUTE }, own)).toHaveLength(1);
  const many = Array.from({ length: CORRECTIONS_WAITING_MAX }, () => waiting({ from: 0, to: 1 }));
  expect(failureOf(() => propose({}, many)).key).toBe("reports.tooManyWaiting");
});

test("a decision is somebody else's, is made once, and of what was seen; a rejection has a reason", () => {
  const decide = (correction: ReturnType<typeof waiting>, person: string, more: object = {}) =>
    decideCorrection(correction, { version: 1, accept: true, ...more }, person, NOON);
  expect(failureOf(() => decide(waiting(), "ava")).key).toBe("reports.ownCorrection");
  expect(failureOf(() => decide(waiting(), "dana", { version: 2 })).key).toBe("reports.correctionChanged");
  expect(failureOf(() => decide(waiting(), "dana", { accept: false }))).toMatchObject({
    key: "reports.answerNeeded",
    field: "answer",
  });
  for (const state of ["accepted", "rejected", "withdrawn"] as const)
    expect(failureOf(() => decide(waiting({ state }), "dana")).key).toBe(`reports.already-${state}`);
  expect(decide(waiting(), "dana")).toMatchObject([{ data: { state: "accepted", decidedBy: "dana", answer: null } }]);
  const rejected = decide(waiting(), "dana", { accept: false, answer: "you were out" });
  expect(rejected).toMatchObject([{ data: { state: "rejected", answer: "you were out", from: sample.from } }]);
});

test("only the agent withdraws a proposal, while it waits", () => {
  expect(withdrawCorrection(waiting(), 1, "ava", NOON)).toMatchObject([{ data: { state: "withdrawn" } }]);
  expect(failureOf(() => withdrawCorrection(waiting(), 1, "ben", NOON)).key).toBe("record.notFound");
  const decided = waiting({ state: "accepted" });
  expect(failureOf(() => withdrawCorrection(decided, 1, "ava", NOON)).key).toBe("reports.already-accepted");
});
