// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { matchesSearch, usablePresets, type PresetRow } from "../../src/shared/presets/presets.ts";
import { fieldActions } from "../../src/shared/presets/FollowFields.tsx";
import { followersText } from "../../src/features/presets/PresetPage.tsx";
import {
  presetFormValuesOf,
  newPresetFormValues,
  invalidPresetFields,
  presetValuesOf,
} from "../../src/features/presets/presetFormValues.ts";
import { toggleInSet } from "../../src/features/presets/SelectedCount.tsx";

const preset = (change: Partial<PresetRow>): PresetRow => ({
  id: "p",
  from: "own",
  kind: "queue",
  name: "Evenings",
  description: "",
  version: 1,
  archivedAt: null,
  fields: [],
  values: {},
  followers: 0,
  apart: 0,
  ...change,
});

describe("the usable presets", () => {
  test("are the account's own first, then the agency's, then the built-in ones, each by name", () => {
    const all = [
      preset({ name: "Support", from: "library" }),
      preset({ name: "Late", from: "agency" }),
      preset({ name: "Weekend" }),
      preset({ name: "Evenings" }),
      preset({ name: "Archived", archivedAt: 1 }),
      preset({ name: "Google Ads", kind: "source" }),
    ];
    expect(usablePresets(all, "queue").map(({ name }) => name)).toEqual(["Evenings", "Weekend", "Late", "Support"]);
  });
  test("are found by every word of their name or description", () => {
    const ads = preset({ name: "Google Ads", description: "Search ads with auto-tagging" });
    expect([matchesSearch(ads, "goo search"), matchesSearch(ads, "goo print"), matchesSearch(ads, "")]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe("a preset's form", () => {
  test("saves only ticked fields, and keeps the others in case they are ticked again", () => {
    const form = { ...newPresetFormValues("queue"), includedFields: ["ringSeconds", "noAnswer"] };
    const typed = { ...form, queue: { ...form.queue, ringSeconds: "35", tags: ["VIP"] } };
    expect(presetValuesOf("queue", typed)).toEqual({ ringSeconds: 35, noAnswer: { to: "voicemail" } });
    expect(presetValuesOf("queue", { ...typed, includedFields: ["tags"] })).toEqual({ tags: ["VIP"] });
  });
  test("loads what it saved, whichever fields it sets", () => {
    const hours = [{ id: "m", day: 1, from: 540, to: 1020 }];
    const values = { routing: "weighted", schedule: { hours, holidays: [] } };
    const form = presetFormValuesOf(preset({ values }));
    expect([form.includedFields, form.queue.always]).toEqual([["routing", "schedule"], false]);
    expect(presetValuesOf("queue", form)).toEqual(values);
    const source = { site: "onsite", ruleGroups: [{ id: "w", rules: [] }] };
    expect(presetValuesOf("source", presetFormValuesOf(preset({ kind: "source", values: source })))).toEqual(source);
  });
  test("drops the rules of a source that is recognized by its number alone", () => {
    const form = presetFormValuesOf(
      preset({ kind: "source", values: { site: "offsite", ruleGroups: [{ id: "w", rules: [] }] } }),
    );
    expect(presetValuesOf("source", form)).toEqual({ site: "offsite", ruleGroups: [] });
    expect(presetValuesOf("source", { ...form, includedFields: ["ruleGroups"] })).toEqual({
      ruleGroups: [{ id: "w", rules: [] }],
    });
  });
  test("validates only the fields that it sets", () => {
    const form = newPresetFormValues("queue");
    const invalid = { ...form, queue: { ...form.queue, ringSeconds: "soon", always: false, hours: [] } };
    expect(Object.keys(invalidPresetFields("queue", invalid))).toEqual(["ringSeconds"]);
    expect(invalidPresetFields("queue", { ...invalid, includedFields: ["routing"] })).toEqual({});
  });
});

describe("a field that differs from its preset", () => {
  const own = { id: "p", name: "Sales", from: "own", version: 1, now: 1, archived: false } as const;
  test("has an action for each state; only the account's own preset can take over its value", () => {
    expect(fieldActions({ state: "drifted" }, own)).toEqual(["revert", "override", "accept"]);
    expect(fieldActions({ state: "drifted" }, { ...own, from: "library" })).toEqual(["revert", "override"]);
    expect(fieldActions({ state: "overridden" }, own)).toEqual(["follow", "accept"]);
    expect(fieldActions({ state: "behind" }, own)).toEqual(["revert", "override"]);
    expect(fieldActions({ state: "follows" }, own)).toEqual([]);
  });
});

test("a page counts the records that follow, and those that differ", () => {
  expect([followersText(0, 0), followersText(1, 1), followersText(7, 0), followersText(7, 2)]).toEqual([
    "No followers yet.",
    "One follower, which differs.",
    "7 followers.",
    "7 followers, 2 differ.",
  ]);
});

test("choosing twice undoes the choice", () => {
  expect([...toggleInSet(toggleInSet(new Set(["a"]), "b"), "a")]).toEqual(["b"]);
});
