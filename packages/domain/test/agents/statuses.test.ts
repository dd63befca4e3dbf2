import { describe, expect, test } from "vitest";
import type { StatusData } from "../../src/agents/rules.ts";
import { statusKind, StatusInput } from "../../src/agents/schema.ts";
import {
  addStatus,
  archiveStatus,
  changeStatus,
  orderStatuses,
  type StatusDoc,
  STATUSES_MAX,
} from "../../src/agents/statuses.ts";
import { doc, NOON, failureOf, statusData } from "../support/samples.ts";

const draft = (name: string) => ({
  name,
  takesCalls: false,
  color: "teal" as const,
  icon: null,
  defaultMinutes: null,
  whenOver: "available" as const,
});
const named = (...names: string[]): StatusDoc[] =>
  names.map((name, order) => doc("status", name.toLowerCase(), statusData(name, { order }), 3));
const saved = (effects: ReturnType<typeof addStatus>) =>
  effects.map((effect) => (effect as unknown as { data: StatusData }).data);

describe("a status name", () => {
  test.each([
    ["", "fields.required"],
    ["   ", "fields.required"],
    ["x".repeat(65), "fields.tooLong"],
    ["two\nlines", "fields.unprintable"],
    ["\u202e\u2066", "fields.required"],
    ["bell \u0007", "fields.unprintable"],
  ])("%j is not a name", (name, message) => {
    const read = StatusInput.safeParse({ name, tone: "teal" });
    expect(read.error?.issues[0]).toMatchObject({ path: ["name"], message });
  });

  test.each(["x", "x".repeat(64), "Mittagspause 🍜", "昼休み", "O'Brien & <b>"])("%j is a name", (name) => {
    expect(StatusInput.safeParse({ name: ` ${name} `, color: "teal" }).data).toMatchObject({
      name,
      takesCalls: false,
      icon: null,
      whenOver: "available",
    });
    expect(statusKind.schema.safeParse(statusData(name)).success).toBe(true);
  });

  test.each(["Available", "offline", "OFFLINE"])("%s is built in", (name) => {
    expect(failureOf(() => addStatus("acc", [], draft(name), "n"))).toMatchObject({
      key: "agents.nameReserved",
      field: "name",
    });
  });

  test("is used only once, in any case, also by archived statuses; accents distinguish names", () => {
    const statuses = [...named("Lunch"), doc("status", "old", statusData("Café", { archivedAt: 1 }))];
    for (const name of ["Lunch", "LUNCH", "lunch", "café"])
      expect(failureOf(() => addStatus("acc", statuses, draft(name), "n"))).toEqual({
        code: "conflict",
        key: "agents.nameTaken",
        field: "name",
      });
    expect(addStatus("acc", statuses, draft("Cafe"), "n")).toHaveLength(1);
    expect(changeStatus(statuses, null, "lunch", 3, draft("LUNCH"))).toHaveLength(1);
    expect(failureOf(() => changeStatus(statuses, null, "lunch", 3, draft("Café"))).key).toBe("agents.nameTaken");
  });
});

test("a new status comes last, and at most sixty are not archived", () => {
  expect(saved(addStatus("acc", named("A", "B"), draft("C"), "c"))[0]).toMatchObject({ order: 2, archivedAt: null });
  const full = named(...Array.from({ length: STATUSES_MAX }, (_, index) => `S${index}`));
  expect(failureOf(() => addStatus("acc", full, draft("More"), "n")).key).toBe("agents.tooManyStatuses");
  const old = doc("status", "old", statusData("Old", { archivedAt: 1 }));
  expect(addStatus("acc", [...full.slice(1), old], draft("More"), "n")).toHaveLength(1);
  const back = { id: "old", version: 1, archived: false };
  expect(failureOf(() => archiveStatus([...full, old], null, back, NOON)).key).toBe("agents.tooManyStatuses");
  expect(archiveStatus([...full.slice(1), old], null, back, NOON)).toHaveLength(1);
});

test("archiving keeps the status and its name, and can be undone; repeating it changes nothing", () => {
  const statuses = named("Lunch");
  const archived = saved(archiveStatus(statuses, null, { id: "lunch", version: 3, archived: true }, NOON))[0]!;
  expect(archived).toEqual({ ...statuses[0]!.data, archivedAt: NOON });
  const after = [doc("status", "lunch", archived, 4)];
  expect(archiveStatus(after, null, { id: "lunch", version: 4, archived: true }, NOON)).toEqual([]);
  expect(saved(archiveStatus(after, null, { id: "lunch", version: 4, archived: false }, NOON))[0]).toEqual(
    statuses[0]!.data,
  );
});

test("the idle rule's status cannot be archived", () => {
  const input = { id: "lunch", version: 3, archived: true };
  expect(failureOf(() => archiveStatus(named("Lunch"), "lunch", input, NOON)).key).toBe("agents.idleRuleUses");
});

test("a form is saved against the version that it was opened with", () => {
  const stale = { code: "conflict", key: "record.changedMeanwhile", field: "version" };
  expect(failureOf(() => changeStatus(named("Lunch"), null, "lunch", 2, draft("Tea")))).toEqual(stale);
  expect(
    failureOf(() => archiveStatus(named("Lunch"), null, { id: "lunch", version: 2, archived: true }, NOON)),
  ).toEqual(stale);
  const missing = { code: "not-found", key: "agents.statusMissing", field: "id" };
  expect(failureOf(() => changeStatus(named("Lunch"), null, "tea", 3, draft("Tea")))).toEqual(missing);
});

test.each([
  [
    ["c", "a", "b"],
    ["C", "A", "B"],
  ],
  [["c"], ["C", "A", "B"]],
  [
    ["b", "c"],
    ["B", "C", "A"],
  ],
  [[], ["A", "B", "C"]],
])("the order %j gives %j, with the others following in their present order", (ids, expected) => {
  const statuses = named("A", "B", "C");
  const effects = orderStatuses(statuses, ids);
  const changed = new Map(
    effects.map((effect) => [(effect as { id: string }).id, (effect as unknown as { data: StatusData }).data]),
  );
  const now = statuses.map(({ id, data }) => changed.get(id) ?? data).toSorted((a, b) => a.order - b.order);
  expect(now.map(({ name }) => name)).toEqual(expected);
  expect(changed.size).toBe(statuses.filter(({ data }) => data.name !== expected[data.order]).length);
});

test("rejects an order that names a status twice or an unknown one", () => {
  expect(failureOf(() => orderStatuses(named("A", "B"), ["a", "a"]))).toMatchObject({
    key: "agents.duplicateInOrder",
    field: "ids",
  });
  expect(failureOf(() => orderStatuses(named("A", "B"), ["a", "x"]))).toMatchObject({
    key: "agents.statusUnknown",
    field: "ids",
  });
});

test("the idle rule's status cannot be changed to take calls", () => {
  const idle = () => changeStatus(named("Lunch"), "lunch", "lunch", 3, { ...draft("Lunch"), takesCalls: true });
  expect(failureOf(idle).key).toBe("agents.idleTakesNone");
});
