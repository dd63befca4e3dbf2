import { compareFields } from "@callboard/domain/core/compare";
import { en } from "@callboard/domain/core/messages/en";
import { message } from "@callboard/domain/core/message";
import type { Kind } from "@callboard/domain/core/record";
import { type KindName, KINDS } from "@callboard/domain/core/records";
import { describe, expect, test } from "vitest";
import { changeSentence } from "../../../../extension/src/popup/views/changeSentence.ts";
import { SAMPLES } from "../../../../../packages/domain/test/support/recordSamples.ts";
import type { RecordVersion } from "../../../src/store/versions.ts";
import { changeView } from "../../../src/features/history/changeView.ts";
import { showWithNames } from "../../../src/store/reads/displayNames.ts";
import type { Scope } from "../../../src/store/scope.ts";

const NOON = Date.UTC(2026, 6, 1, 12, 0);
const people = ["ava", "ben", "dana", "ID"].map((id): [string, string] => [id, `Person ${id}`]);
const titles = ["a", "b", "c"].map((id): [string, string] => [`card\n${id}`, `Card ${id}`]);
const show = showWithNames({ zone: "Europe/London", currency: "USD", people, titles });
const scope = {
  actor: { as: "person", id: "dana" },
  membership: { role: "administrator", owner: true, softphone: true, permissions: [], frozen: false, operator: false },
} as unknown as Scope;

/** Missing values, internal values, and what templates leave when a part is empty. */
const BROKEN = /[{}]|undefined|null|NaN|Invalid|—|\[object|[ ]{2}|\(\)|\s[.,;:!?](?:\s|$)|:$|^\s|\s$|^$|\b\d{13}\b/;
const KEYS = new Set<string>(Object.keys(en));

const ACTORS = [
  { as: "person", id: "dana" },
  { as: "person", id: "ben" },
  { as: "agency person", id: "ben", agency: "g" },
  { as: "operator", id: "ben" },
  { as: "key", id: "k" },
  { as: "job", id: "billing" },
] as const;
const ACTIONS = {
  created: message("agents.didGiveSoftphone", { who: "ava" }),
  changed: message("sources.didChangeSource", { name: "Print" }),
  deleted: message("sources.didRemoveSource", { name: "Print" }),
  restored: message("history.didRestore", { name: "Print", version: 2 }),
} as const;

const versionSample = (
  kind: Kind,
  event: RecordVersion["event"],
  overrides: Partial<RecordVersion>,
): RecordVersion => ({
  seq: 1,
  n: 1,
  account: "a",
  kind: kind.kind as KindName,
  id: "ID",
  version: 2,
  event,
  at: NOON,
  area: kind.area,
  log: kind.log,
  data: {},
  actor: ACTORS[0],
  action: ACTIONS[event],
  cause: null,
  batch: null,
  before: null,
  ...overrides,
});

describe.each(Object.entries(KINDS) as unknown as [KindName, Kind][])("the kind %s", (name, kind) => {
  const [one, other] = SAMPLES[name]! as [object, object];

  test("has a name in every list, and each of its events is a complete sentence, whoever made it", () => {
    for (const event of Object.keys(ACTIONS) as (keyof typeof ACTIONS)[])
      for (const [data, before] of [
        [one, other],
        [other, one],
      ] as const)
        for (const actor of ACTORS)
          for (const cause of [null, message("agents.cause.reason", { reason: "covering support" })]) {
            const change = changeView(versionSample(kind, event, { data, before, actor, cause }), scope, show);
            const texts = [change.title, change.noun, change.by, change.action, changeSentence(change)];
            if (change.detail !== "") texts.push(change.detail);
            for (const { label, before: was, after } of change.fields) texts.push(label, was, after);
            for (const text of texts) expect(text, `${event} ${name}`).not.toMatch(BROKEN);
          }
  });

  test("shows each of its fields in words", () => {
    const both = [...compareFields(kind, null, one, show), ...compareFields(kind, one, other, show)];
    for (const { field, before, after } of both)
      for (const text of [before, after]) {
        expect(text, field).not.toMatch(BROKEN);
        for (const part of text.split(/[\s,]+/)) expect(KEYS.has(part), `${field}: ${text}`).toBe(false);
      }
  });
});

test("a change made for somebody else names that person, except to them", () => {
  const agent = KINDS.agent as unknown as Kind;
  const [, data] = SAMPLES.agent! as [object, object];
  const action = message("agents.didChoose", { status: "Lunch" });
  const of = (id: string, actor: RecordVersion["actor"]) =>
    changeView(versionSample(agent, "changed", { id, data, actor, action }), scope, show).action;
  expect(of("ava", { as: "person", id: "ben" })).toBe("chose Lunch, for Person ava");
  expect(of("dana", { as: "person", id: "ben" })).toBe("chose Lunch");
  expect(of("ben", { as: "person", id: "ben" })).toBe("chose Lunch");
});

test("an action that says enough isn't followed by its fields", () => {
  const lifecycle = KINDS.lifecycle as unknown as Kind;
  const [before, data] = SAMPLES.lifecycle! as [object, object];
  const action = message("lifecycle.didPause");
  const change = changeView(versionSample(lifecycle, "changed", { data, before, action }), scope, show);
  expect(changeSentence(change)).toBe("You paused the tracking code for the whole account");
  const source = KINDS.source as unknown as Kind;
  const [was, is] = SAMPLES.source! as [object, object];
  const edited = changeView(versionSample(source, "changed", { data: is, before: was }), scope, show);
  expect(changeSentence(edited)).toBe("You changed the tracking source Print: Description set to Search campaigns");
});
