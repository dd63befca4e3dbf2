import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareFields } from "../../src/core/compare.ts";
import { kindOf } from "../../src/core/records.ts";
import { alternativeName, planRestore, type RestoreSelection } from "../../src/history/restore.ts";
import { collectReferences } from "../../src/core/fieldFormat.ts";
import type { ValueFormatter } from "../../src/core/valueFormatter.ts";
import { queueData } from "../support/routing.ts";
import { failureOf, statusData } from "../support/samples.ts";
import { termsOf } from "../../src/plans/catalogue.ts";

const show: ValueFormatter = {
  instant: String,
  minutes: (n) => `${n} min`,
  micros: String,
  person: (id) => id.toUpperCase(),
  record: (_kind, id) => id,
  word: (key) => (key === "word.yes" ? "yes" : "no"),
  message: ({ key }) => key,
};
const CONTEXT = { now: 1000, zone: "UTC" };
const whole: RestoreSelection = { mode: "version", fields: null, choices: {} };
const queue = kindOf("queue");
const status = kindOf("status");

describe("restoring", () => {
  const v1 = queueData({ ringSeconds: 20, wrapUpSeconds: 10 });
  const v2 = queueData({ ringSeconds: 30, wrapUpSeconds: 10 });
  const v3 = queueData({ ringSeconds: 30, wrapUpSeconds: 40 });

  test("a version restores everything if nobody has edited since", () => {
    expect(planRestore(queue, { older: v1, base: v3, present: v3 }, whole, CONTEXT)).toMatchObject({
      data: v1,
      conflicts: [],
    });
  });

  test("undoing a change keeps later edits of other fields", () => {
    const plan = planRestore(queue, { older: v1, base: v2, present: v3 }, { ...whole, mode: "change" }, CONTEXT);
    expect(plan.data).toEqual({ ...v1, wrapUpSeconds: 40 });
    expect(plan.changes.map(({ field }) => field)).toEqual(["ringSeconds"]);
  });

  test("a field edited since is a conflict until it is resolved, either way", () => {
    const present = queueData({ ringSeconds: 45, wrapUpSeconds: 40 });
    const facts = { older: v1, base: v2, present };
    const open = planRestore(queue, facts, whole, CONTEXT);
    expect(open.conflicts).toEqual([{ field: "ringSeconds", older: 20, now: 45 }]);
    expect(open.data).toEqual(present);
    const choose = (choice: "then" | "now") =>
      planRestore(queue, facts, { ...whole, choices: { ringSeconds: choice } }, CONTEXT);
    expect(choose("now")).toMatchObject({ data: present, changes: [], conflicts: [] });
    expect(choose("then").data).toEqual({ ...present, ringSeconds: 20 });
  });

  test("only the named fields are restored; fields set elsewhere stay", () => {
    const plan = planRestore(
      queue,
      { older: v1, base: v3, present: v3 },
      { ...whole, fields: ["wrapUpSeconds"] },
      CONTEXT,
    );
    expect(plan.data).toEqual({ ...v3, wrapUpSeconds: 10 });
    const source = kindOf("source");
    const at = (position: number) => ({
      name: "A",
      description: "",
      site: "offsite" as const,
      ruleGroups: [],
      position,
      follows: null,
    });
    expect(planRestore(source, { older: at(0), base: at(4), present: at(4) }, whole, CONTEXT).changes).toEqual([]);
    expect(
      failureOf(() =>
        planRestore(queue, { older: v1, base: v3, present: v3 }, { ...whole, fields: ["rang"] }, CONTEXT),
      ),
    ).toMatchObject({ code: "invalid", field: "fields" });
  });

  test("restoring is rejected with a sentence if it would undo a contract", () => {
    const terms = termsOf("advanced", "USD", 0);
    expect(
      failureOf(() => planRestore(kindOf("terms"), { older: terms, base: terms, present: terms }, whole, CONTEXT)).key,
    ).toBe("plans.notRestored");
  });

  test("restoring the previous version undoes a restore, whatever was edited", () => {
    const arbitrary = fc.record({
      name: fc.constantFrom("A", "B"),
      defaultMinutes: fc.option(fc.integer({ min: 1, max: 3 })),
      order: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        const [older, present] = [statusData("A", a), statusData("A", b)];
        const back = planRestore(status, { older, base: present, present }, whole, CONTEXT);
        expect(back.data).toEqual(older);
        expect(
          planRestore(status, { older: present, base: back.data, present: back.data }, whole, CONTEXT).data,
        ).toEqual(present);
      }),
    );
  });
});

describe("comparing", () => {
  const member = (id: string, weight = 1) => ({ id, weight });
  const items = (before: { id: string; weight: number }[], after: { id: string; weight: number }[]) =>
    compareFields(queue, queueData({ members: before }), queueData({ members: after }), show)[0]?.items?.map(
      ({ id, how }) => `${id} ${how}`,
    );

  test("matches list items by id: an inserted one marks no others", () => {
    const [ava, ben, cleo, dana] = [member("ava"), member("ben"), member("cleo"), member("dana")];
    expect(items([ava, ben], [cleo, ava, ben])).toEqual(["cleo added"]);
    expect(items([ava, ben, cleo], [ava, cleo])).toEqual(["ben removed"]);
    expect(items([ava, ben], [ava, member("ben", 5)])).toEqual(["ben changed"]);
    expect(items([ava, ben, cleo, dana], [dana, ava, ben, cleo])).toEqual(["dana moved"]);
    expect(items([ava], [])).toEqual(["ava removed"]);
  });

  test("marks as few moved items as explain the new order", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 2 }),
        fc.nat(5),
        fc.nat(5),
        (ids, from, to) => {
          const before = ids.map((id) => member(id));
          const after = [...before];
          const [one] = after.splice(from % after.length, 1);
          after.splice(to % before.length, 0, one!);
          const changed = (items(before, after) ?? []).filter((answer) => answer.endsWith("moved"));
          expect(changed.length).toBe(before.every((item, at) => item === after[at]) ? 0 : 1);
        },
      ),
    );
  });

  test("long texts are compared word by word without losing anything", () => {
    const source = kindOf("source");
    const of = (description: string) => ({
      name: "A",
      description,
      site: "offsite" as const,
      ruleGroups: [],
      position: 0,
    });
    const [change] = compareFields(source, of("the quick brown fox"), of("the slow brown fox jumps"), show);
    const text = (side: "before" | "after") =>
      change!
        .text!.filter((run) => run.in === "both" || run.in === side)
        .map((run) => run.text)
        .join("");
    expect([text("before"), text("after")]).toEqual(["the quick brown fox", "the slow brown fox jumps"]);
    expect(change!.text!.some((run) => run.in === "both" && run.text.includes("brown fox"))).toBe(true);
  });

  test("fields that a role may not see are left out", () => {
    const [first, ...more] = compareFields(status, statusData("A"), statusData("B", { order: 2 }), show, ["name"]);
    expect([first!.field, more.length]).toEqual(["order", 0]);
  });

  test("a first pass finds out whose names are needed", () => {
    const ask = collectReferences();
    compareFields(queue, queueData(), queueData({ members: [{ id: "ben", weight: 1 }] }), ask);
    expect(ask.people).toEqual(new Set(["ava", "ben"]));
  });
});

test.each([
  ["Sales", 2, 80, "Sales (2)"],
  ["Sales team", 12, 10, "Sales (12)"],
  ["👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2, 16, "👩‍👩‍👧‍👦 (2)"],
])("if %j is taken, suggestion %i with at most %i characters is %j", (name, n, most, offered) => {
  expect(alternativeName(name, n, most)).toBe(offered);
});
