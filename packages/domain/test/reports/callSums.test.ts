import { expect, test } from "vitest";
import { MINUTE, SECOND } from "../../src/core/time.ts";
import { addCallSums, callCells, negative, sumCells, wrapUpCells } from "../../src/reports/callSums.ts";
import type { CallCell } from "../../src/reports/callTypes.ts";
import { callData } from "../support/calls.ts";
import { NOON } from "../support/samples.ts";

const dayOf = () => "2026-03-17";
const offer = (id: string, result: "answered" | "missed" | "withdrawn", at = NOON, queue = "sales") => ({
  id,
  queue,
  at,
  result,
});
const answered = callData({
  queue: "support",
  answeredAt: NOON + 10 * SECOND,
  endedAt: NOON + 310 * SECOND,
  seconds: 300,
  agent: "cleo",
  outcome: "answered",
  offers: [
    offer("ava", "missed"),
    offer("ben", "answered", NOON, "support"),
    offer("finn", "withdrawn", NOON, "support"),
    // Ben passed it on after two minutes.
    offer("cleo", "answered", NOON + 130 * SECOND, "support"),
  ],
});
const figures = (cells: readonly CallCell[], group: string) =>
  Object.fromEntries(
    cells
      .filter((cell) => cell.group === group)
      .map(({ key, offered, answered: taken, missed, talkMs }) => [key, [offered, taken, missed, talkMs / MINUTE]]),
  );

test("each agent has the time that they spoke, and the queue that answered has all of it", () => {
  const cells = callCells(answered, dayOf);
  expect(figures(cells, "agent")).toEqual({
    ava: [1, 0, 1, 0],
    ben: [1, 1, 0, 2],
    cleo: [1, 1, 0, 3],
    finn: [1, 0, 0, 0],
  });
  expect(figures(cells, "queue")).toEqual({ sales: [1, 0, 1, 0], support: [1, 1, 0, 5] });
  for (const [group, key] of [
    ["all", ""],
    ["number", "number"],
    ["source", ""],
  ] as const)
    expect(figures(cells, group)).toEqual({ [key]: [1, 1, 0, 5] });
});

test("times that two clocks reported never add up to more than the call", () => {
  const short = callCells({ ...answered, seconds: 60 }, dayOf);
  expect(figures(short, "agent")).toMatchObject({ ben: [1, 1, 0, 1], cleo: [1, 1, 0, 0] });
});

test("a call to a receiving number is no agent's, and one that wasn't connected was offered to nobody", () => {
  const forwarded = callData({ queue: "sales", receiver: "desk", outcome: "answered", answeredAt: NOON, seconds: 60 });
  expect(figures(callCells(forwarded, dayOf), "agent")).toEqual({});
  expect(figures(callCells(forwarded, dayOf), "queue")).toEqual({ sales: [1, 0, 1, 0] });
  const closed = callCells(callData({ queue: "sales", outcome: "refused", refusal: "closed" }), dayOf);
  expect(closed.map(({ group, offered, refused }) => [group, offered, refused])).toEqual([
    ["all", 0, 1],
    ["number", 0, 1],
    ["source", 0, 1],
    ["queue", 0, 1],
  ]);
  expect(callCells(callData(), dayOf)).toEqual([]);
});

test("a wrap-up belongs to its call's rows, or without a call to the agent and the day", () => {
  const wrapUp = { person: "cleo", from: NOON, to: NOON + MINUTE };
  const groups = (call: typeof answered | null) => wrapUpCells({ ...wrapUp, call }, dayOf).map(({ group }) => group);
  expect(groups(answered)).toEqual(["all", "agent", "number", "source", "queue"]);
  expect(groups(null)).toEqual(["all", "agent"]);
  expect(wrapUpCells({ ...wrapUp, to: NOON - 1, call: null }, dayOf)).toEqual([]);
});

test("what a version added and what takes it back come to nothing", () => {
  const cells = callCells(answered, dayOf);
  for (const cell of sumCells([...cells, ...cells.map(negative)]))
    expect(Object.values(addCallSums([cell])).every((figure) => figure === 0)).toBe(true);
});
