import { describe, expect, test } from "vitest";
import { monthlyFee, flagNumber, type RoutingRecords, saveNumber } from "../../src/numbers/rules.ts";
import { termsOf } from "../../src/plans/catalogue.ts";
import { addReceiver, changeReceiver, removeReceiver } from "../../src/receivers/rules.ts";
import { NumberInput, numberKind, type NumberData } from "../../src/numbers/schema.ts";
import { DAY } from "../../src/core/time.ts";
import { numberData } from "../support/routing.ts";
import { AVA, doc, minutes, NOON, failureOf, failureText } from "../support/samples.ts";

const number = (more: Partial<NumberData> = {}) => doc("number", "n", numberData(more), 4);
const there: RoutingRecords = {
  source: doc("source", "ads", {}),
  receiver: doc("receiver", "r", {}),
  queue: doc("queue", "q", {}),
};
const nothing: RoutingRecords = { source: null, receiver: null, queue: null };
const draft = { version: 4, name: "Autumn", source: "ads", route: { to: "queue", id: "q" } as const };
const data = (effects: ReturnType<typeof saveNumber>) => (effects[0] as unknown as { data: NumberData }).data;
const FROZEN = { since: 0, by: "job", until: null };

describe("editing a number", () => {
  test("changes its name, source and routing target; saving the same changes nothing", () => {
    const before = number();
    expect(data(saveNumber(before, draft, there))).toEqual({
      ...before.data,
      name: "Autumn",
      source: "ads",
      route: draft.route,
    });
    expect(saveNumber(before, { version: 4, name: before.data.name, source: null, route: null }, nothing)).toEqual([]);
  });

  test.each([
    [{ ...draft }, { ...there, source: null }, "sources.unknown", "source"],
    [{ ...draft }, { ...there, queue: null }, "queues.unknown", "route"],
    [
      { ...draft, route: { to: "receiver", id: "x" } as const },
      { ...there, receiver: null },
      "receivers.receiverUnknown",
      "route",
    ],
  ])("what it refers to must exist", (typed, references, key, field) => {
    expect(failureOf(() => saveNumber(number(), typed, references))).toEqual({ code: "invalid", key, field });
  });

  test.each([
    [number(), 3, "Somebody else changed Spring campaign in the meantime (now version 4). Review it, then save again."],
    [number({ frozen: FROZEN }), 4, "Spring campaign is beyond the plan and frozen. It can be read but not changed."],
    [
      number({ state: { is: "released", since: 0 } }),
      4,
      "Spring campaign was released. It can be read but not changed.",
    ],
  ])("rejects an outdated form, a frozen number and a released one", (before, version, sentence) => {
    expect(failureText(() => saveNumber(before, { ...draft, version }, there))[0]).toBe(sentence);
    const flag = { version, flag: "stopped", on: true, until: null } as const;
    expect(failureText(() => flagNumber(before, flag, AVA, NOON))[0]).toBe(sentence);
  });

  test("a one-line name is required", () => {
    const form = { id: "n", version: 1, source: null, route: null };
    for (const [name, message] of [
      ["", "fields.required"],
      ["x".repeat(81), "fields.tooLong"],
      ["a\nb", "fields.unprintable"],
    ])
      expect(NumberInput.safeParse({ ...form, name }).error?.issues[0]).toMatchObject({ path: ["name"], message });
  });
});

describe("its own stop and pause", () => {
  const set = (
    before: Partial<NumberData>,
    on: boolean,
    until: number | null = null,
    flag: "stopped" | "paused" = "stopped",
  ) => flagNumber(number(before), { version: 4, flag, on, until }, AVA, NOON);
  const stopped = { since: minutes(-60), by: "dana", until: null };

  test.each<[string, Partial<NumberData>, boolean, number | null, NumberData["stopped"] | "unchanged"]>([
    ["on", {}, true, null, { since: NOON, by: "ava", until: null }],
    ["on with an end", {}, true, minutes(5), { since: NOON, by: "ava", until: minutes(5) }],
    ["on again", { stopped }, true, null, "unchanged"],
    [
      "a new end keeps since when",
      { stopped },
      true,
      minutes(5),
      { since: minutes(-60), by: "ava", until: minutes(5) },
    ],
    [
      "on after its end has passed",
      { stopped: { ...stopped, until: NOON } },
      true,
      null,
      { since: NOON, by: "ava", until: null },
    ],
    ["off", { stopped }, false, null, null],
    ["off when off", {}, false, null, "unchanged"],
    ["off after its end has passed", { stopped: { ...stopped, until: NOON } }, false, null, "unchanged"],
  ])("%s", (_title, before, on, until, expected) => {
    const effects = set(before, on, until);
    if (expected === "unchanged") expect(effects).toEqual([]);
    else expect(data(effects)).toEqual(numberData({ ...before, stopped: expected }));
  });

  test.each([
    [true, null, "stopped", "numbers.didStop"],
    [true, minutes(5), "stopped", "numbers.didStopUntil"],
    [true, null, "paused", "numbers.didPause"],
    [true, minutes(5), "paused", "numbers.didPauseUntil"],
  ] as const)("the log says what was done", (on, until, flag, key) => {
    expect(set({}, on, until, flag)).toMatchObject([{ action: { key } }]);
    const off = set({ stopped, paused: stopped }, false, null, flag);
    expect(off).toMatchObject([{ action: { key: flag === "stopped" ? "numbers.didResume" : "numbers.didUnpause" } }]);
  });

  test.each([minutes(-1), NOON])("rejects an end that isn't in the future", (until) => {
    expect(failureOf(() => set({}, true, until))).toEqual({
      code: "invalid",
      key: "lifecycle.untilPast",
      field: "until",
    });
  });

  test("rejects an end too far ahead as a typing error", () => {
    expect(failureOf(() => set({}, true, NOON + 3660 * DAY))).toMatchObject({
      key: "lifecycle.untilFar",
      field: "until",
    });
    expect(set({}, true, NOON + 3640 * DAY)).toHaveLength(1);
  });
});

test("the fee follows the signed terms", () => {
  const terms = { ...termsOf("essentials", "USD", NOON), numberFees: { local: 1, "toll-free": 2, international: 3 } };
  expect((["local", "toll-free", "international"] as const).map((kind) => monthlyFee(terms, kind))).toEqual([1, 2, 3]);
});

describe("receiving numbers", () => {
  const store = { e164: "+15125550100", name: "Front desk" };
  const receiver = doc("receiver", "r", store, 2);

  test("are added, changed and removed", () => {
    expect(addReceiver("acc", "r", store)).toMatchObject([{ do: "create", data: store }]);
    expect(changeReceiver(receiver, 2, { ...store, name: "Desk" })).toMatchObject([
      { do: "save", data: { name: "Desk" } },
    ]);
    expect(changeReceiver(receiver, 2, store)).toEqual([]);
    expect(removeReceiver(receiver, 2, [])).toMatchObject([{ do: "remove" }]);
  });

  test("are not changed by an outdated form, or removed while something uses them", () => {
    const stale = { code: "conflict", key: "record.changedMeanwhile", field: "version" };
    expect(failureOf(() => changeReceiver(receiver, 1, store))).toEqual(stale);
    expect(failureOf(() => removeReceiver(receiver, 1, []))).toEqual(stale);
    const use = { kind: "queue", count: 1, names: ["Sales"] } as const;
    expect(failureText(() => removeReceiver(receiver, 2, [use]))[0]).toBe(
      "Front desk is in use. Call queues that use it: 1 (Sales). Change those first.",
    );
  });
});

test("a number is formatted for people wherever its record is named", () => {
  expect(numberKind.title({ e164: "+15125550143" } as never, "id")).toBe("+1 512 555 0143");
});
