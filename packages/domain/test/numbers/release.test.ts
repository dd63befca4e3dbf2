import { expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { ProviderRequest, ProviderRequestData } from "../../src/core/provider-request/providerRequest.ts";
import { message } from "../../src/core/message.ts";
import { declineRelease, settleRelease, releaseNumber } from "../../src/numbers/release.ts";
import type { NumberStateData } from "../../src/numbers/types.ts";
import type { NumberData } from "../../src/numbers/schema.ts";
import { numberData } from "../support/routing.ts";
import { DAY } from "../../src/core/time.ts";
import { AVA, doc, NOON, failureOf } from "../support/samples.ts";

const number = (state: NumberStateData = { is: "active", since: 5 }) => doc("number", "n", numberData({ state }), 3);
const begin = (one = number(), version = 3) => releaseNumber(one, "e", { version, shown: "+1 512" }, AVA, NOON);
const savedNumber = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.do === "save" && one.kind === "number" ? [one.data as NumberData] : []))[0];
const requestOf = (effects: readonly Effect[]): ProviderRequest =>
  doc(
    "providerRequest",
    "e",
    effects.flatMap((one) => (one.do === "create" ? [one.data as ProviderRequestData] : []))[0]!,
  );
const releasing = number({ is: "releasing", since: NOON });

const declinedFacts = { number: releasing, canceled: false, nextRequestId: "next" };

test("a number being released says since when, and keeps its month", () => {
  expect(savedNumber(begin())).toMatchObject({ state: { is: "releasing", since: NOON }, renewsAt: NOON });
  expect(requestOf(begin()).data).toMatchObject({ type: "release number", recordId: "n", subject: "+15125550143" });
});

test.each([
  ["porting", { is: "porting", since: 1 }, "numbers.cannotRelease-porting"],
  ["held", { is: "held", since: 1, until: 9 }, "numbers.cannotRelease-held"],
  ["being released", { is: "releasing", since: 1 }, "numbers.cannotRelease-releasing"],
  ["released", { is: "released", since: 1 }, "numbers.releasedAlready"],
] as const)("a number that is %s is not released, and the error says why", (_title, state, key) => {
  expect(failureOf(() => begin(number(state)))).toMatchObject({ code: "conflict", key });
});

test("rejects a version that is out of date", () => {
  expect(failureOf(() => begin(number(), 2))).toMatchObject({ code: "conflict", key: "record.changedMeanwhile" });
});

test("a settled release frees the number; a declined one restores its former state", () => {
  const request = requestOf(begin());
  const settled = settleRelease(request, releasing, NOON + 1);
  expect(settled.state).toBe("settled");
  expect(savedNumber(settled.effects)).toMatchObject({ state: { is: "released", since: NOON + 1 }, renewsAt: null });
  const declined = declineRelease(
    request,
    { ...declinedFacts, number: releasing },
    message("numbers.releaseDeclined"),
    NOON,
  );
  expect(declined).toMatchObject({ state: "declined", why: { key: "numbers.releaseDeclined" } });
  expect(savedNumber(declined.effects)).toMatchObject({ state: { is: "active", since: 5 }, renewsAt: NOON });
});

test("a number that is gone or in another state by then is left alone", () => {
  const request = requestOf(begin());
  for (const found of [null, number(), number({ is: "held", since: 1, until: 9 })]) {
    expect(settleRelease(request, found, NOON).effects).toEqual([]);
    expect(
      declineRelease(request, { ...declinedFacts, number: found }, message("numbers.releaseDeclined"), NOON).effects,
    ).toEqual([]);
  }
});

test.each([
  ["its account is canceled", { is: "active", since: 5 }, true, "n"],
  ["its hold is over", { is: "held", since: 1, until: NOON }, false, "n"],
  ["its forward is over", { is: "forwarded", since: 1, until: NOON, to: "+1", remaining: 0 }, false, "n"],
  ["it never came into the list", undefined, false, null],
] as const)(
  "a declined release is requested again tomorrow if nobody uses the number: %s",
  (_why, was, canceled, recordId) => {
    const expected = { ...requestOf(begin()).data, recordId, input: { display: "+1 512", stateBefore: was } };
    const number = recordId === null ? null : releasing;
    const { state, why, effects } = declineRelease(
      doc("providerRequest", "e", expected),
      { number, canceled, nextRequestId: "next" },
      message("numbers.carrierDeclined"),
      NOON,
    );
    expect([state, why]).toEqual([
      "declined",
      message("numbers.releaseDeferred", { number: "+1 512", next: NOON + DAY }),
    ]);
    expect(savedNumber(effects)).toBeUndefined();
    expect(effects).toMatchObject([
      {
        id: "next",
        data: {
          type: "release number",
          recordId,
          state: "requested",
          requestedAt: NOON,
          nextStepAt: NOON + DAY,
          why,
        },
      },
      { job: { dueAt: NOON + DAY } },
    ]);
  },
);
