import { expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { ProviderRequest, ErrandData } from "../../src/core/providerRequest.ts";
import { message } from "../../src/core/message.ts";
import { declineRelease, settleRelease, releaseNumber } from "../../src/numbers/release.ts";
import type { NumberData, NumberStateData } from "../../src/numbers/types.ts";
import { numberData } from "../support/routing.ts";
import { DAY } from "../../src/core/time.ts";
import { AVA, doc, NOON, failureOf } from "../support/samples.ts";

const number = (standing: NumberStateData = { is: "active", since: 5 }) =>
  doc("number", "n", numberData({ standing }), 3);
const begin = (one = number(), version = 3) => releaseNumber(one, "e", { version, shown: "+1 512" }, AVA, NOON);
const savedNumber = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [one.data as NumberData] : []))[0];
const requestOf = (effects: readonly Effect[]): ProviderRequest =>
  doc("errand", "e", effects.flatMap((one) => (one.do === "create" ? [one.data as ErrandData] : []))[0]!);
const releasing = number({ is: "releasing", since: NOON });

const declinedFacts = { number: releasing, canceled: false, spare: "next" };

test("a number being released says since when, and keeps its month", () => {
  expect(savedNumber(begin())).toMatchObject({ standing: { is: "releasing", since: NOON }, renewsAt: NOON });
  expect(requestOf(begin()).data).toMatchObject({ what: "release number", record: "n", about: "+15125550143" });
});

test.each([
  ["porting", { is: "porting", since: 1 }, "errands.cannotRelease-porting"],
  ["held", { is: "held", since: 1, until: 9 }, "errands.cannotRelease-held"],
  ["being released", { is: "releasing", since: 1 }, "errands.cannotRelease-releasing"],
  ["released", { is: "released", since: 1 }, "errands.releasedAlready"],
] as const)("a number that is %s is not released, and the error says why", (_title, standing, key) => {
  expect(failureOf(() => begin(number(standing)))).toMatchObject({ code: "conflict", key });
});

test("rejects a version that is out of date", () => {
  expect(failureOf(() => begin(number(), 2))).toMatchObject({ code: "conflict", key: "record.changedMeanwhile" });
});

test("a settled release frees the number; a declined one restores its former state", () => {
  const request = requestOf(begin());
  const settled = settleRelease(request, releasing, NOON + 1);
  expect(settled.state).toBe("settled");
  expect(savedNumber(settled.effects)).toMatchObject({ standing: { is: "released", since: NOON + 1 }, renewsAt: null });
  const declined = declineRelease(request, { ...declinedFacts, number: releasing }, message("errands.keeps"), NOON);
  expect(declined).toMatchObject({ state: "declined", why: { key: "errands.keeps" } });
  expect(savedNumber(declined.effects)).toMatchObject({ standing: { is: "active", since: 5 }, renewsAt: NOON });
});

test("a number that is gone or in another state by then is left alone", () => {
  const request = requestOf(begin());
  for (const found of [null, number(), number({ is: "held", since: 1, until: 9 })]) {
    expect(settleRelease(request, found, NOON).effects).toEqual([]);
    expect(
      declineRelease(request, { ...declinedFacts, number: found }, message("errands.keeps"), NOON).effects,
    ).toEqual([]);
  }
});

test.each([
  ["its account is canceled", { is: "active", since: 5 }, true, "n"],
  ["its hold is over", { is: "held", since: 1, until: NOON }, false, "n"],
  ["its forward is over", { is: "forwarded", since: 1, until: NOON, to: "+1", left: 0 }, false, "n"],
  ["it never came into the list", undefined, false, null],
] as const)(
  "a declined release is requested again tomorrow if nobody uses the number: %s",
  (_why, was, canceled, record) => {
    const wanted = { ...requestOf(begin()).data, record, input: { shown: "+1 512", was } };
    const number = record === null ? null : releasing;
    const { state, why, effects } = declineRelease(
      doc("errand", "e", wanted),
      { number, canceled, spare: "next" },
      message("errands.refused"),
      NOON,
    );
    expect([state, why]).toEqual(["declined", message("errands.keepsYet", { number: "+1 512", next: NOON + DAY })]);
    expect(savedNumber(effects)).toBeUndefined();
    expect(effects).toMatchObject([
      {
        id: "next",
        data: { what: "release number", record, state: "intent", wantedAt: NOON, nextAt: NOON + DAY, why },
      },
      { job: { dueAt: NOON + DAY } },
    ]);
  },
);
