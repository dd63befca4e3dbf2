import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSameValue } from "../../src/core/differences.ts";
import { PRESET_LIBRARY } from "../../src/presets/library.ts";
import { addPreset, type Follower, type PresetDoc, toPreset } from "../../src/presets/edit.ts";
import { createPresetFrom, resolveField } from "../../src/presets/resolveField.ts";
import { applyPreset, checkUsable, unfollow } from "../../src/presets/apply.ts";
import { PresetInput, presetFieldsOf } from "../../src/presets/schema.ts";
import {
  planApplication,
  updateFromPreset,
  type FieldState,
  type Preset,
  compareWithPreset,
  followPreset,
  applyToRecord,
} from "../../src/presets/rules.ts";
import type { QueueData } from "../../src/queues/schema.ts";
import type { Doc } from "../../src/core/record.ts";
import { kindOf } from "../../src/core/records.ts";
import { queueData, sourceRecord } from "../support/routing.ts";

const preset = (values: Record<string, unknown>, more: Partial<Preset> = {}): Preset => ({
  id: "pre1",
  owner: "acc1",
  version: 1,
  kind: "queue",
  name: "Sales",
  description: "",
  values,
  archivedAt: null,
  ...more,
});
const doc = (data: QueueData): Doc<QueueData> => ({
  account: "acc1",
  kind: "queue",
  id: "q1",
  version: 4,
  at: 0,
  data,
});
const failure = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

describe("a field's relation to its preset", () => {
  const base = { ringSeconds: 20 };
  const rows: [string, number, number, string[], FieldState][] = [
    ["as the preset was and is", 20, 20, [], "follows"],
    ["as the preset is by now", 20, 30, [], "behind"],
    ["changed here alone", 45, 20, [], "drifted"],
    ["changed here and there", 45, 30, [], "clash"],
    ["changed here to what the preset became", 30, 30, [], "follows"],
    ["its own by name", 45, 30, ["ringSeconds"], "overridden"],
    ["its own by name, and alike", 20, 20, ["ringSeconds"], "overridden"],
  ];
  test.each(rows)("%s", (_name, record, now, overrides, state) => {
    const [followState] = compareWithPreset(
      { values: base, overrides },
      { ringSeconds: now },
      queueData({ ringSeconds: record }),
    );
    expect(followState).toMatchObject({ field: "ringSeconds", state, base: 20, preset: now, record });
  });

  test("a field new in the preset is proposed; one no longer in it has no relation", () => {
    const found = compareWithPreset({ values: base, overrides: [] }, { wrapUpSeconds: 90 }, queueData());
    expect(found.map(({ field, state }) => [field, state])).toEqual([["wrapUpSeconds", "behind"]]);
  });
});

const seconds = fc.integer({ min: 5, max: 9 });
const values = fc.record(
  {
    ringSeconds: seconds,
    wrapUpSeconds: seconds,
    routing: fc.constantFrom("simultaneous", "weighted"),
    tags: fc.constantFrom([], ["a"], ["a", "b"]),
  },
  { requiredKeys: [] },
);
const records = values.map((some) => queueData(some as object));
const names = fc.subarray(["ringSeconds", "wrapUpSeconds", "routing", "tags"]);

describe("checking and applying agree", () => {
  test("applying twice changes nothing, and exactly what was checked is written, in any history", () => {
    fc.assert(
      fc.property(values, values, values, records, names, values, (first, second, edits, record, overrides, third) => {
        const one = applyToRecord(record, followPreset(preset(first), record, overrides));
        const edited = { ...one, ...(edits as object) };
        for (const now of [preset(second, { version: 2 }), preset(third, { version: 3 })]) {
          const before = edited.follows!;
          const checked = compareWithPreset(before, now.values, edited).filter(({ state }) => state === "behind");
          const plan = updateFromPreset(before, now, edited);
          expect(plan.changedFields).toEqual(checked);
          const written = applyToRecord(edited, plan);
          const wrote = Object.keys(kindOf("queue").labels).filter(
            (field) =>
              field !== "follows" && !isSameValue(written[field as keyof QueueData], edited[field as keyof QueueData]),
          );
          expect(wrote.toSorted()).toEqual(checked.map(({ field }) => field).toSorted());
          for (const field of before.overrides)
            expect(written[field as keyof QueueData]).toEqual(edited[field as keyof QueueData]);
          const again = updateFromPreset(written.follows!, now, written);
          expect(again.changedFields).toEqual([]);
          expect(again.follows).toEqual(written.follows);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("drift and conflicts still show after applying", () => {
    fc.assert(
      fc.property(values, values, values, records, (first, second, edits, record) => {
        const one = applyToRecord(record, followPreset(preset(first), record));
        const edited = { ...one, ...(edits as object) };
        const now = preset(second, { version: 2 });
        const apart = (data: QueueData) =>
          compareWithPreset(data.follows!, now.values, data).flatMap(({ field, state }) =>
            state === "drifted" || state === "clash" ? [`${field} ${state}`] : [],
          );
        expect(apart(applyToRecord(edited, planApplication(now, edited)))).toEqual(apart(edited));
      }),
      { numRuns: 500 },
    );
  });
});

describe("using a preset", () => {
  const sales = preset({ ringSeconds: 30, wrapUpSeconds: 60 });

  test("takes its values, keeps the overrides, and records the preset", () => {
    const { effects } = applyPreset(sales, doc(queueData({ wrapUpSeconds: 5 })), { overrides: ["wrapUpSeconds"] });
    expect(effects).toMatchObject([
      {
        do: "save",
        base: 4,
        data: {
          ringSeconds: 30,
          wrapUpSeconds: 5,
          follows: { preset: "pre1", version: 1, overrides: ["wrapUpSeconds"] },
        },
        action: { key: "presets.didApply", values: { preset: "Sales", version: 1, name: "Sales" } },
      },
    ]);
  });

  test("rejects the wrong kind, an archived preset, and a field that the kind no longer has", () => {
    expect(failure(() => applyPreset(sales, sourceRecord("s1") as Follower))).toMatchObject({
      key: "presets.wrongKind",
    });
    expect(failure(() => checkUsable({ ...sales, archivedAt: 1 }, "queue"))).toMatchObject({ key: "presets.archived" });
    expect(failure(() => checkUsable(preset({ music: "jazz" }), "queue"))).toMatchObject({
      key: "presets.fieldGone",
      values: { field: "music" },
    });
  });

  test("rejects a result that a save would reject", () => {
    const onsite = sourceRecord("s1", {
      site: "onsite",
      ruleGroups: [
        { id: "w", rules: [{ subject: "referrer", test: "host", name: "", value: "a.com", negated: false }] },
      ],
    });
    expect(
      failure(() => applyPreset(preset({ site: "offsite" }, { kind: "source" }), onsite as Follower)),
    ).toMatchObject({
      key: "sources.offsiteNoRules",
      field: "ruleGroups",
    });
  });
});

describe("resolving one field", () => {
  const own: PresetDoc = {
    account: "acc1",
    kind: "preset",
    id: "pre1",
    version: 2,
    at: 0,
    data: { kind: "queue", name: "Sales", description: "", values: { ringSeconds: 30 }, archivedAt: null },
  };
  const now = toPreset(own);
  const follower = (ringSeconds: number, overrides: string[] = []) =>
    doc(
      queueData({
        ringSeconds,
        follows: { preset: "pre1", owner: "acc1", version: 1, name: "Sales", values: { ringSeconds: 20 }, overrides },
      }),
    );
  const settle = (
    record: Doc<QueueData>,
    how: "revert" | "override" | "follow" | "accept",
    mine: PresetDoc | null = own,
  ) => resolveField(record, now, mine, { field: "ringSeconds", how, label: "Ring time" });

  test("reverting, overriding, following again", () => {
    expect(settle(follower(45), "revert")).toMatchObject([
      { data: { ringSeconds: 30, follows: { values: { ringSeconds: 30 } } } },
    ]);
    expect(settle(follower(45), "override")).toMatchObject([
      { data: { ringSeconds: 45, follows: { overrides: ["ringSeconds"] } } },
    ]);
    expect(settle(follower(45, ["ringSeconds"]), "follow")).toMatchObject([
      { data: { ringSeconds: 30, follows: { overrides: [] } } },
    ]);
  });

  test("accepting puts the record's value into the preset, and only into one's own", () => {
    expect(settle(follower(45), "accept")).toMatchObject([
      { kind: "preset", data: { values: { ringSeconds: 45 } } },
      { kind: "queue", data: { follows: { version: 3, values: { ringSeconds: 45 } } } },
    ]);
    expect(failure(() => settle(follower(45), "accept", null))).toMatchObject({ key: "presets.acceptNeedsOwnPreset" });
  });

  test("says so if nothing needs resolving, or the preset can't hold the field", () => {
    expect(failure(() => settle(follower(30), "revert"))).toMatchObject({ key: "presets.nothingToResolve" });
    expect(failure(() => settle(follower(45), "follow"))).toMatchObject({ key: "presets.nothingToResolve" });
    expect(
      failure(() => resolveField(follower(45), now, own, { field: "tags", how: "revert", label: "Tags" })),
    ).toMatchObject({ key: "presets.fieldNotHeld" });
    expect(failure(() => unfollow(doc(queueData())))).toMatchObject({ key: "presets.followsNone" });
  });
});

describe("an own preset", () => {
  test("holds at least one setting, each as a record would store it, and names the field otherwise", () => {
    const draft = { kind: "source", name: "Ads", description: "" } as const;
    expect(failure(() => addPreset("acc1", [], { ...draft, values: {} }, "p"))).toMatchObject({ key: "presets.empty" });
    const never = [{ id: "w", rules: [{ subject: "landing", test: "host", name: "", value: "*", negated: true }] }];
    expect(failure(() => addPreset("acc1", [], { ...draft, values: { ruleGroups: never } }, "p"))).toMatchObject({
      field: "values.ruleGroups.0.rules.0",
    });
  });

  test("made from a record is followed by it; anything that belongs to one account is left out", () => {
    const record = doc(queueData({ noAnswer: { to: "queue", id: "other" } }));
    const [made, kept] = createPresetFrom(record, [], { name: "Mine", description: "" }, "p");
    expect(Object.keys((made as { data: { values: object } }).data.values)).toEqual(
      presetFieldsOf("queue").filter((field) => field !== "noAnswer"),
    );
    expect(kept).toMatchObject({ do: "save", data: { follows: { preset: "p", version: 1 } } });
  });

  test("rejects other fields, and values that no queue could have", () => {
    const form = { kind: "queue", name: "X", values: {} };
    expect(PresetInput.safeParse({ ...form, values: { members: [] } }).success).toBe(false);
    expect(PresetInput.safeParse({ ...form, values: { ringSeconds: 1 } }).success).toBe(false);
    expect(PresetInput.safeParse({ ...form, values: { noAnswer: { to: "queue", id: "q" } } }).success).toBe(false);
    expect(PresetInput.safeParse({ ...form, values: { ringSeconds: 10 } }).success).toBe(true);
  });
});

describe("the library", () => {
  test("has enough sources and queues, each valid and with its own name", () => {
    expect(PRESET_LIBRARY.filter(({ kind }) => kind === "source").length).toBeGreaterThanOrEqual(12);
    expect(PRESET_LIBRARY.filter(({ kind }) => kind === "queue").length).toBeGreaterThanOrEqual(4);
    for (const { kind, name, description, values, id } of PRESET_LIBRARY) {
      checkUsable(
        PRESET_LIBRARY.find((one) => one.id === id)!,
        kind,
      );
      const read = PresetInput.parse({ kind, name, description, values });
      const [made] = addPreset("acc1", [], { ...read, values: read.values as Record<string, unknown> }, "p");
      expect((made as { data: { values: object } }).data.values, name).toEqual(values);
    }
    expect(new Set(PRESET_LIBRARY.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(PRESET_LIBRARY.length);
  });
});
