import { describe, expect, test } from "vitest";
import { findDifferences, isSameValue } from "../../src/core/differences.ts";
import { en } from "../../src/core/messages/en.ts";
import { render } from "../../src/core/message.ts";
import { defineRecord, type Kind, upgradeData } from "../../src/core/record.ts";
import { KINDS, kindOf } from "../../src/core/records.ts";
import { SAMPLES, toyKind } from "../support/recordSamples.ts";
import { statusData } from "../support/samples.ts";

const reader = { zone: "UTC", language: "en" };
const all = { ...KINDS, toy: toyKind } as unknown as Record<string, Kind>;

describe.each(Object.entries(all))("the kind %s", (name, kind) => {
  test("is listed under its own name and has a sample", () => {
    expect(kind.kind).toBe(name);
    expect(SAMPLES[name]).toHaveLength(2);
  });

  test("accepts its sample, and rejects an undeclared field", () => {
    for (const sample of SAMPLES[name]!) expect(kind.schema.safeParse(sample).success).toBe(true);
    expect(kind.schema.safeParse({ ...SAMPLES[name]![0], undeclared: 1 }).success).toBe(false);
  });

  test("each field has a label that renders, and each label has a field", () => {
    const { shape } = kind.schema as unknown as { shape: Record<string, unknown> };
    expect(Object.keys(kind.labels).toSorted()).toEqual(Object.keys(shape).toSorted());
    for (const label of [...Object.values(kind.labels), kind.noun])
      expect(render(en, { key: label, values: {} }, reader)).toMatch(/^[^{}]+$/);
  });

  test("has a title for people, an upgrade for each older shape, and a restore policy", () => {
    expect(typeof kind.title(SAMPLES[name]![0] as never, "id")).toBe("string");
    if (kind.titleIs === "person") expect(kind.title(SAMPLES[name]![0] as never, "ava")).toBe("ava");
    expect(kind.upgrades).toHaveLength(kind.shape - 1);
    if (kind.restore.how === "refused") expect(en[kind.restore.reason]).toMatch(/\.$/);
  });

  test("its unique keys and indexes work on a document, and their failures are sentences", () => {
    for (const unique of Object.values(kind.unique ?? {})) {
      expect(["string", "object"]).toContain(typeof unique.value(SAMPLES[name]![0] as never));
      expect(Object.keys(kind.labels)).toContain(unique.field);
      expect(en[unique.takenMessage]).toMatch(/\.$/);
    }
    for (const index of Object.values(kind.indexes ?? {})) index(SAMPLES[name]![0] as never);
  });

  test("shows each changed field under its label, in the declared order, and nothing if none changed", () => {
    const sample = SAMPLES[name]![0];
    expect(findDifferences(kind, sample, JSON.parse(JSON.stringify(sample)))).toEqual([]);
    const answer = findDifferences(
      kind,
      null,
      Object.fromEntries(Object.keys(kind.labels).map((field) => [field, "changed"])),
    );
    expect(answer.map(({ field, label }) => [field, label])).toEqual(Object.entries(kind.labels));
  });
});

test("an older shape is read through its upgrades, one after the other", () => {
  expect(upgradeData(toyKind, 1, { name: "Bear", kilos: 2, parts: [] })).toEqual({
    name: "Bear",
    grams: 2000,
    parts: [],
  });
  expect(upgradeData(toyKind, 2, SAMPLES.toy![0])).toBe(SAMPLES.toy![0]);
  expect(() => defineRecord({ ...toyKind, upgrades: [] })).toThrow("one upgrade per older shape");
  expect(upgradeData(kindOf("readMarker"), 1, { seq: 12 })).toEqual({ readUpTo: 12 });
});

test("a missing label doesn't compile", () => {
  const { labels, ...rest } = toyKind;
  const { grams: _grams, ...fewer } = labels;
  // @ts-expect-error the label of the weight is missing
  const without: typeof toyKind = { ...rest, labels: fewer };
  // @ts-expect-error there is no such message
  const unheard: typeof toyKind = { ...toyKind, noun: "noun.unheard" };
  expect([without.kind, unheard.kind]).toEqual(["toy", "toy"]);
});

test.each([
  [1, 1, true],
  [1, "1", false],
  [null, undefined, false],
  [null, 0, false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: 1 }, { a: 1, b: null }, false],
  [[1, 2], [2, 1], false],
  [[1, 2], [1, 2], true],
  [[], {}, false],
  [{ a: [{ b: null }] }, { a: [{ b: null }] }, true],
  [{ a: [{ b: null }] }, { a: [{ b: 0 }] }, false],
])("%j and %j are equal as stored: %s", (a, b, same) => {
  expect(isSameValue(a, b)).toBe(same);
  expect(isSameValue(b, a)).toBe(same);
});

test("a difference has the value before and after", () => {
  const kind = KINDS.status as unknown as Kind<"status", ReturnType<typeof statusData>>;
  const answer = findDifferences(kind, statusData("Lunch"), statusData("Tea", { takesCalls: true }));
  expect(answer).toEqual([
    { field: "name", label: "label.name", before: "Lunch", after: "Tea" },
    { field: "takesCalls", label: "label.takesCalls", before: false, after: true },
  ]);
});
