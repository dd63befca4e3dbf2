import { describe, expect, test } from "vitest";
import {
  addQueue,
  changeQueue,
  queuesForwardingTo,
  type QueueDoc,
  type QueueFacts,
  removeQueue,
} from "../../src/queues/rules.ts";
import { QUEUES_MAX } from "../../src/queues/types.ts";
import { type QueueData, QueueInput } from "../../src/queues/schema.ts";
import { queueData } from "../support/routing.ts";
import { doc, failureOf, failureText, STATUSES } from "../support/samples.ts";

const queue = (id: string, more: Partial<QueueData> = {}, version = 1): QueueDoc =>
  doc("queue", id, queueData({ name: id, ...more }), version);
const facts = (more: Partial<QueueFacts> = {}): QueueFacts => ({
  queues: [],
  statuses: STATUSES,
  membersWithSoftphone: new Set(["ava", "ben"]),
  receivers: new Set(["desk"]),
  names: new Map([
    ["ava", "Ava Lindqvist"],
    ["ben", "Ben Okafor"],
    ["rita", "Rita Olsen"],
  ]),
  capacity: { resource: "queues", plan: "Essentials", limit: 5, used: 4 },
  ...more,
});
const add = (more: Partial<QueueData>, given = facts()) => addQueue("acc", given, queueData(more), "new");
const savedQueue = (effects: ReturnType<typeof add>) => (effects[0] as unknown as { data: QueueData }).data;
const to = (id: string) => ({ noAnswer: { to: "queue", id } }) as const;
const hours = (day: number, from: number, to: number) => ({ id: `${day}-${from}`, day, from: from * 60, to: to * 60 });
const open = (...list: ReturnType<typeof hours>[]) => ({ schedule: { hours: list, holidays: [] } });
const off = (...dates: [date: string, name: string][]) => ({
  schedule: { hours: [hours(1, 9, 17)], holidays: dates.map(([date, name], at) => ({ id: `${at}`, date, name })) },
});
const missed = (status: string) => ({ missedCall: { after: 3, status, minutes: 10 } });

test("a queue is added and changed as given", () => {
  expect(add({ tags: ["sales", "north"], noAnswer: { to: "receiver", id: "desk" }, ...missed("lunch") })).toMatchObject(
    [{ do: "create", kind: "queue", id: "new", action: { key: "queues.didAdd", values: { name: "Sales" } } }],
  );
  const before = queue("sales");
  expect(changeQueue(facts(), before, 1, queueData({ name: "Sales 2" }))).toMatchObject([{ do: "save", base: 1 }]);
  expect(changeQueue(facts(), before, 1, before.data)).toEqual([]);
});

describe("one sentence for each error", () => {
  test.each<[Partial<QueueData>, string, string]>([
    [{ members: [] }, "A queue without members would ring nobody. Add at least one person.", "members"],
    [
      {
        members: [
          { id: "ava", weight: 1 },
          { id: "ava", weight: 2 },
        ],
      },
      "Ava Lindqvist is in the queue twice. Remove one.",
      "members.1",
    ],
    [
      { members: [{ id: "rita", weight: 1 }] },
      "Rita Olsen has no softphone here, so calls can’t ring. Give them one first, or choose somebody else.",
      "members.0",
    ],
    [
      { members: [{ id: "stranger", weight: 1 }] },
      "There is no such person in this account. Choose one from the list.",
      "members.0",
    ],
    [{ tags: ["Sales", "sáles", "ＳＡＬＥＳ"] }, "The tag ＳＡＬＥＳ appears twice. Remove one.", "tags.2"],
    [
      { noAnswer: { to: "receiver", id: "x" } },
      "There is no such receiving number in this account. Choose one from the list.",
      "noAnswer",
    ],
    [to("x"), "There is no such call queue in this account. Choose one from the list.", "noAnswer"],
    [to("new"), "A queue can’t send its calls to itself. Choose another target.", "noAnswer"],
    [missed("x"), "There is no such status in this account. Choose one from the list.", "missedCall.status"],
    [missed("old"), "The status Old is archived. Choose another one.", "missedCall.status"],
    [missed("desk"), "Desk takes calls. Choose a status that doesn’t for the missed-call rule.", "missedCall.status"],
    [
      missed("available"),
      "Available takes calls. Choose a status that doesn’t for the missed-call rule.",
      "missedCall.status",
    ],
    [open(), "Opening hours need at least one period. Leave them off to be always open.", "schedule.hours"],
    [
      open(hours(1, 17, 9)),
      "On Monday the hours end at 09:00, before they begin. Choose a later end.",
      "schedule.hours.0.to",
    ],
    [
      open(hours(7, 9, 9)),
      "On Sunday the hours end at 09:00, before they begin. Choose a later end.",
      "schedule.hours.0.to",
    ],
    [
      open(hours(3, 13, 18), hours(2, 9, 17), hours(3, 9, 13.5)),
      "On Wednesday 09:00–13:30 and 13:00–18:00 overlap. Change one of them.",
      "schedule.hours.0.from",
    ],
    [
      open(hours(1, 9, 17), { ...hours(2, 9, 17), id: "1-9" }),
      "Two entries have the same id: 1-9. Each needs its own.",
      "schedule.hours.1.id",
    ],
    [off(["2026-02-30", "X"]), "The calendar has no 2026-02-30. Choose another day.", "schedule.holidays.0.date"],
    [off(["2026-13-01", "X"]), "The calendar has no 2026-13-01. Choose another day.", "schedule.holidays.0.date"],
    [
      off(["2026-12-25", "Christmas"], ["2026-12-25", "Day off"]),
      "2026-12-25 appears twice, as Christmas and as Day off. Remove one.",
      "schedule.holidays.1.date",
    ],
  ])("%j", (more, sentence, field) => {
    expect(failureText(() => add(more))).toEqual([sentence, field]);
  });

  test.each([
    [{ members: [{ id: "ava", weight: -1 }] }, "fields.tooSmall", ["members", 0, "weight"]],
    [{ members: [{ id: "ava", weight: 101 }] }, "fields.tooLarge", ["members", 0, "weight"]],
    [{ ringSeconds: 4 }, "fields.tooSmall", ["ringSeconds"]],
    [{ wrapUpSeconds: 3601 }, "fields.tooLarge", ["wrapUpSeconds"]],
    [open({ ...hours(1, 0, 24), to: 1441 }), "fields.tooLarge", ["schedule", "hours", 0, "to"]],
    [off(["25.12.2026", "X"]), "queues.invalidDate", ["schedule", "holidays", 0, "date"]],
  ])("%j doesn't fit the form", (more, message, path) => {
    expect(QueueInput.safeParse({ ...queueData(), ...more }).error?.issues[0]).toMatchObject({ message, path });
  });

  test("there are at most five hundred queues", () => {
    const queues = Array.from({ length: QUEUES_MAX }, (_, at) => queue(`q${at}`));
    expect(failureOf(() => add({}, facts({ queues }))).key).toBe("queues.tooMany");
  });
});

describe("hours are stored in order, and adjoining ones merged", () => {
  test.each([
    [[hours(2, 12, 17), hours(2, 9, 12)], [[2, 540, 1020]]],
    [
      [hours(2, 9, 12), hours(2, 13, 17)],
      [
        [2, 540, 720],
        [2, 780, 1020],
      ],
    ],
    [
      [hours(2, 20, 24), hours(1, 0, 24), hours(3, 0, 4)],
      [
        [1, 0, 1440],
        [2, 1200, 1440],
        [3, 0, 240],
      ],
    ],
  ])("%j", (list, expected) => {
    const { schedule } = savedQueue(add(open(...list)));
    expect(schedule!.hours.map(({ day, from, to }) => [day, from, to])).toEqual(expected);
  });

  test("holidays too", () => {
    const { schedule } = savedQueue(
      add(off(["2027-01-01", "New Year"], ["2026-12-25", "Christmas"], ["2028-02-29", "Leap"])),
    );
    expect(schedule!.holidays.map(({ date }) => date)).toEqual(["2026-12-25", "2027-01-01", "2028-02-29"]);
  });
});

describe("callers are not forwarded in a loop", () => {
  const queues = [queue("Sales"), queue("Support", to("Overflow")), queue("Overflow", to("Sales")), queue("Night")];
  const change = (id: string, more: Partial<QueueData>) =>
    changeQueue(
      facts({ queues }),
      queues.find((one) => one.id === id)!,
      1,
      queueData({ name: id, ...more }),
    );

  test.each([
    ["Sales", "Sales", "A queue can’t send its calls to itself. Choose another target."],
    ["Sales", "Overflow", "Callers would loop forever: Sales → Overflow → Sales. Choose another target."],
    ["Sales", "Support", "Callers would loop forever: Sales → Support → Overflow → Sales. Choose another target."],
  ])("%s to %s is rejected", (from, target, sentence) => {
    expect(failureText(() => change(from, to(target)))).toEqual([sentence, "noAnswer"]);
  });

  test("a chain that ends is accepted, and one that was interrupted elsewhere ends too", () => {
    expect(change("Sales", to("Night"))).toHaveLength(1);
    expect(change("Night", to("Support"))).toHaveLength(1);
    const ring = [queue("A", to("B")), queue("B", to("A"))];
    expect(add(to("A"), facts({ queues: ring }))).toHaveLength(1);
  });
});

test("a member who lost the softphone may stay, but can't be added again", () => {
  const members = [
    { id: "rita", weight: 1 },
    { id: "ava", weight: 1 },
  ];
  const before = queue("sales", { members });
  expect(changeQueue(facts(), before, 1, queueData({ members, name: "Other" }))).toHaveLength(1);
  const without = queue("sales", { members: [{ id: "ava", weight: 1 }] });
  expect(failureOf(() => changeQueue(facts(), without, 1, queueData({ members }))).key).toBe(
    "queues.memberWithoutSoftphone",
  );
});

test("rejects an outdated form", () => {
  const stale = { code: "conflict", key: "record.changedMeanwhile", field: "version" };
  expect(failureOf(() => changeQueue(facts(), queue("a", {}, 3), 2, queueData()))).toEqual(stale);
  expect(failureOf(() => removeQueue(queue("a", {}, 3), 2, []))).toEqual(stale);
});

test("a queue in use is not removed; the error names what uses it", () => {
  const queues = [
    queue("Sales"),
    queue("Support", to("Sales")),
    queue("Night", to("Sales")),
    queue("Day", to("Night")),
  ];
  const use = queuesForwardingTo(queues, "queue", "Sales");
  expect(use).toEqual({ kind: "queue", count: 2, names: ["Support", "Night"] });
  expect(failureText(() => removeQueue(queues[0]!, 1, [{ kind: "number", count: 0, names: [] }, use]))[0]).toBe(
    "Sales is in use. Call queues that use it: 2 (Support, Night). Change those first.",
  );
  const numbers = { kind: "number", count: 1, names: ["Spring"] } as const;
  expect(failureText(() => removeQueue(queues[0]!, 1, [numbers, use]))[0]).toBe(
    "Sales is in use. Tracking numbers that use it: 1 (Spring). Change those first.",
  );
  expect(removeQueue(queues[3]!, 1, [queuesForwardingTo(queues, "queue", "Day")])).toMatchObject([{ do: "remove" }]);
});
