import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { newAgent, NO_PHONE } from "../src/agents.ts";
import { differences, sameValue } from "../src/history.ts";
import { RUNNING } from "../src/lifecycle.ts";
import { en } from "../src/messages/en.ts";
import { phrase, render } from "../src/phrase.ts";
import { termsOf } from "../src/plans.ts";
import { DEFAULT_PREFERENCES } from "../src/preferences.ts";
import { defineRecord, type Kind, upgraded } from "../src/record.ts";
import { KINDS } from "../src/records.ts";
import { AVA, NOON, statusData } from "./sample.ts";
import { numberData, queueData } from "./routing-sample.ts";

/** A whole kind in one place: what the recipe promises. Its second shape gave the weight a unit. */
const toy = defineRecord({
  kind: "toy",
  log: "history",
  area: "team",
  shape: 2,
  schema: z.strictObject({ name: z.string(), grams: z.int(), parts: z.array(z.string()) }),
  noun: "noun.status",
  title: (data) => data.name,
  labels: { name: "label.name", grams: "label.order", parts: "label.idle" },
  restore: { how: "copy" },
  unique: { name: { within: "account", value: (data) => data.name, taken: "agents.nameTaken", field: "name" } },
  upgrades: [({ kilos, ...rest }: { kilos: number }) => ({ ...rest, grams: kilos * 1000 })],
});

/** One document of each kind; a kind without one here fails. */
const SAMPLES: Record<string, object> = {
  account: {
    name: "Northwind",
    zone: "Europe/London",
    billTo: { company: "", name: "", address: "" },
    idle: null,
    owner: "dana",
    agency: null,
    balanceFrom: "own",
  },
  terms: termsOf("advanced", "USD", NOON),
  lifecycle: RUNNING,
  member: { role: "agent", softphone: true },
  invitation: { email: "a@example.com", name: "A", role: "agent", softphone: false, expiresAt: NOON },
  apiKey: { name: "Phones", deeds: ["send phone events"], start: "cbk_abc", revokedAt: null },
  status: statusData("Lunch"),
  agent: newAgent(AVA, NOON),
  phone: NO_PHONE,
  preferences: DEFAULT_PREFERENCES,
  number: numberData(),
  source: { name: "Google Ads", description: "", site: "onsite", ways: [], position: 0 },
  receiver: { e164: "+15125550199", name: "Front desk" },
  queue: queueData(),
  errand: {
    what: "buy number",
    about: "+15125550143",
    record: null,
    input: {},
    state: "intent",
    tries: 0,
    asked: 0,
    wantedAt: NOON,
    sentAt: null,
    nextAt: NOON,
    endedAt: null,
    by: AVA,
    why: phrase("cause.chosen"),
  },
  run: {
    what: "edit numbers",
    title: "Numbers",
    input: {},
    state: "running",
    total: 1,
    by: AVA,
    proposedAt: NOON,
    startedAt: NOON,
    endedAt: null,
  },
  proposal: {
    what: "restore record",
    title: phrase("cause.chosen"),
    input: {},
    found: {},
    lines: [],
    name: null,
    state: "open",
    by: AVA,
    madeAt: NOON,
    expiresAt: NOON,
    batch: null,
  },
  pin: { kind: "status", record: "lunch", version: 3, note: "" },
  looked: { seq: 12 },
  toy: { name: "Bear", grams: 300, parts: ["ear"] },
};

const reader = { zone: "UTC", locale: "en" };
const all = { ...KINDS, toy } as unknown as Record<string, Kind>;

describe.each(Object.entries(all))("the kind %s", (name, kind) => {
  test("is listed under its own name and has a sample", () => {
    expect(kind.kind).toBe(name);
    expect(SAMPLES[name]).toBeDefined();
  });

  test("its sample fits the schema, and a field that nobody declared does not", () => {
    expect(kind.schema.safeParse(SAMPLES[name]).success).toBe(true);
    expect(kind.schema.safeParse({ ...SAMPLES[name], undeclared: 1 }).success).toBe(false);
  });

  test("each field has a label that renders, and no label is without a field", () => {
    const { shape } = kind.schema as unknown as { shape: Record<string, unknown> };
    expect(Object.keys(kind.labels).toSorted()).toEqual(Object.keys(shape).toSorted());
    for (const label of [...Object.values(kind.labels), kind.noun])
      expect(render(en, { key: label, values: {} }, reader)).toMatch(/^[^{}]+$/);
  });

  test("has a title for people, an upgrade for each older shape, and says what restoring means", () => {
    expect(typeof kind.title(SAMPLES[name] as never, "id")).toBe("string");
    if (kind.titled === "person") expect(kind.title(SAMPLES[name] as never, "ava")).toBe("ava");
    expect(kind.upgrades).toHaveLength(kind.shape - 1);
    if (kind.restore.how === "refused") expect(en[kind.restore.because]).toMatch(/\.$/);
  });

  test("its unique keys and indexes can be read off a document, and their refusals say a sentence", () => {
    for (const unique of Object.values(kind.unique ?? {})) {
      expect(["string", "object"]).toContain(typeof unique.value(SAMPLES[name] as never));
      expect(Object.keys(kind.labels)).toContain(unique.field);
      expect(en[unique.taken]).toMatch(/\.$/);
    }
    for (const index of Object.values(kind.indexes ?? {})) index(SAMPLES[name] as never);
  });

  test("shows each field that differs under its label, in the declared order, and nothing when none does", () => {
    const sample = SAMPLES[name]!;
    expect(differences(kind, sample, JSON.parse(JSON.stringify(sample)))).toEqual([]);
    const told = differences(
      kind,
      null,
      Object.fromEntries(Object.keys(kind.labels).map((field) => [field, "changed"])),
    );
    expect(told.map(({ field, label }) => [field, label])).toEqual(Object.entries(kind.labels));
  });
});

test("an older shape is read by its upgrades, one after the other", () => {
  expect(upgraded(toy, 1, { name: "Bear", kilos: 2, parts: [] })).toEqual({ name: "Bear", grams: 2000, parts: [] });
  expect(upgraded(toy, 2, SAMPLES.toy)).toBe(SAMPLES.toy);
  expect(() => defineRecord({ ...toy, upgrades: [] })).toThrow("one upgrade per older shape");
});

test("a missing label doesn't compile", () => {
  const { labels, ...rest } = toy;
  const { grams: _grams, ...fewer } = labels;
  // @ts-expect-error the label of the weight is missing
  const without: typeof toy = { ...rest, labels: fewer };
  // @ts-expect-error there is no such message
  const unheard: typeof toy = { ...toy, noun: "noun.unheard" };
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
])("%j and %j are the same as stored: %s", (a, b, same) => {
  expect(sameValue(a, b)).toBe(same);
  expect(sameValue(b, a)).toBe(same);
});

test("a difference tells the value before and after", () => {
  const kind = KINDS.status as unknown as Kind<"status", ReturnType<typeof statusData>>;
  const told = differences(kind, statusData("Lunch"), statusData("Tea", { takesCalls: true }));
  expect(told).toEqual([
    { field: "name", label: "label.name", before: "Lunch", after: "Tea" },
    { field: "takesCalls", label: "label.takesCalls", before: false, after: true },
  ]);
});
