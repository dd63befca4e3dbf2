import { describe, expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import {
  type ProviderAnswer,
  checkAgain,
  type UnknownReason,
  type RequestOutcome,
  type ProviderRequest,
  type ProviderRequestData,
  applyAnswer,
  retryDelay,
  markSent,
  nextStep,
  request,
} from "../../src/core/provider-request/providerRequest.ts";
import { en } from "../../src/core/messages/en.ts";
import { message } from "../../src/core/message.ts";
import { monthsAfter } from "../../src/core/calendar.ts";
import { DAY, HOUR, SECOND } from "../../src/core/time.ts";
import { AVA, doc, NOON, failureOf } from "../support/samples.ts";

const PATIENCE = 10 * SECOND;
const spec = { type: "buy number", subject: "+15125550100", recordId: null, input: {} } as const;

/** The request after these effects, and the other effects. */
function after(before: ProviderRequest | null, effects: readonly Effect[]): ProviderRequest {
  const saved = effects
    .filter((one) => one.do === "create" || one.do === "save")
    .find((one) => one.kind === "providerRequest");
  if (!saved) return before!;
  return doc("providerRequest", saved.id, saved.data as ProviderRequestData, (before?.version ?? 0) + 1);
}
const jobs = (effects: readonly Effect[]) => effects.flatMap((one) => (one.do === "later" ? [one.job] : []));

const fresh = () => after(null, request("acc", "e", spec, AVA, NOON));
const sent = (at = NOON) => after(fresh(), markSent(fresh(), PATIENCE, at));
const at = (data: Partial<ProviderRequestData>): ProviderRequest => ({ ...sent(), data: { ...sent().data, ...data } });
const unknown = (data: Partial<ProviderRequestData> = {}) =>
  at({ state: "unknown", checks: 1, nextStepAt: NOON + 5 * SECOND, ...data });

const done = (): RequestOutcome => ({
  state: "settled",
  why: message("providerRequest.checkingAgain"),
  effects: [],
  recordId: "made",
});
const endings = {
  done,
  declined: (why: RequestOutcome["why"]): RequestOutcome => ({ state: "declined", why, effects: [] }),
};
const receive = (request: ProviderRequest, step: "send" | "check", answer: ProviderAnswer, now = NOON) =>
  after(request, applyAnswer(request, step, answer, endings, now)).data;

test("a request waits to be sent, with a job that is due at once", () => {
  const effects = request("acc", "e", spec, AVA, NOON);
  expect(after(null, effects).data).toMatchObject({
    state: "requested",
    attempts: 0,
    nextStepAt: NOON,
    requestedBy: AVA,
    endedAt: null,
  });
  expect(jobs(effects)).toEqual([
    {
      kind: "providerRequest",
      key: "e/1",
      dueAt: NOON,
      data: { kind: "providerRequest", account: "acc", requestId: "e", version: 1 },
    },
  ]);
});

test("a later request waits until its time, and says why", () => {
  const notBefore = { at: NOON + DAY, why: message("numbers.releaseDeferred", { number: "+1", next: NOON + DAY }) };
  const effects = request("acc", "e", { ...spec, notBefore }, AVA, NOON);
  expect(after(null, effects).data).toMatchObject({
    state: "requested",
    requestedAt: NOON,
    nextStepAt: NOON + DAY,
    why: notBefore.why,
  });
  expect(after(null, effects).data).not.toHaveProperty("later");
  expect(jobs(effects)).toMatchObject([{ key: "e/1", dueAt: NOON + DAY }]);
});

test("a sent request counts as unanswered shortly after the provider's time limit", () => {
  const effects = markSent(fresh(), PATIENCE, NOON);
  expect(after(fresh(), effects).data).toMatchObject({
    state: "sent",
    attempts: 1,
    sentAt: NOON,
    nextStepAt: NOON + 15 * SECOND,
  });
  expect(jobs(effects)).toMatchObject([{ key: "e/2", dueAt: NOON + 15 * SECOND }]);
});

test.each([
  ["one that waits is sent", fresh(), 1, "send"],
  ["one that was sent is asked about", sent(), 2, "check"],
  ["one that is unknown is asked about", unknown(), 2, "check"],
  ["one that moved on is left alone", sent(), 1, null],
  ["one that is no longer asked about is left alone", unknown({ nextStepAt: null }), 2, null],
  ["one that is over is left alone", at({ state: "settled", endedAt: NOON, nextStepAt: null }), 2, null],
  ["one that is not there is left alone", null, 1, null],
] as const)("%s", (_title, requestId, version, step) => {
  expect(nextStep(requestId, version)).toBe(step);
});

const declined: ProviderAnswer = { outcome: "declined", why: message("numbers.noLongerAvailable") };
const lost: ProviderAnswer = { outcome: "unknown", reason: "lost" };
const yes: ProviderAnswer = { outcome: "done" };

test.each([
  ["send", yes, { state: "settled", checks: 0, nextStepAt: null, endedAt: NOON, recordId: "made" }],
  ["send", declined, { state: "declined", checks: 0, nextStepAt: null, endedAt: NOON, recordId: null }],
  ["send", { outcome: "busy" }, { state: "requested", checks: 0, nextStepAt: NOON + 5 * SECOND, endedAt: null }],
  ["send", lost, { state: "unknown", checks: 0, nextStepAt: NOON + 5 * SECOND, endedAt: null }],
  ["check", yes, { state: "settled", checks: 1, nextStepAt: null, endedAt: NOON, recordId: "made" }],
  ["check", declined, { state: "declined", checks: 1, nextStepAt: null, endedAt: NOON }],
  // Definite: never received. Only then is it sent a second time.
  [
    "check",
    { outcome: "not received" },
    { state: "requested", checks: 1, nextStepAt: NOON + 5 * SECOND, endedAt: null },
  ],
  ["check", { outcome: "busy" }, { state: "unknown", checks: 1, nextStepAt: NOON + 10 * SECOND, endedAt: null }],
  ["check", lost, { state: "unknown", checks: 1, nextStepAt: NOON + 10 * SECOND, endedAt: null }],
] as const)("sent, and answered “%s”: %j", (step, answer, expected) => {
  expect(receive(sent(), step, answer)).toMatchObject(expected);
});

test.each(["silent", "lost", "broken", "unreadable", "pending"] satisfies UnknownReason[])(
  "a request that is unknown because the answer was %s says so, and when it is checked next",
  (reason) => {
    const { why } = receive(sent(), "send", { outcome: "unknown", reason });
    expect(why).toEqual({ key: `providerRequest.${reason}`, values: { next: NOON + 5 * SECOND } });
  },
);

test("an ended request ignores every answer", () => {
  for (const state of ["settled", "declined"] as const)
    for (const answer of [yes, declined, lost, { outcome: "not received" } as const])
      expect(applyAnswer(at({ state, endedAt: NOON, nextStepAt: null }), "check", answer, endings, NOON)).toEqual([]);
});

test("pauses double from five seconds up to an hour", () => {
  const pauses = Array.from({ length: 13 }, (_, times) => retryDelay(times) / SECOND);
  expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]);
  expect(retryDelay(5000)).toBe(HOUR);
});

describe("after a day", () => {
  test("without a definite answer it stays open, and is checked once a day", () => {
    expect(receive(unknown({ checks: 7 }), "check", lost, NOON + DAY - 1)).toMatchObject({
      state: "unknown",
      nextStepAt: NOON + DAY - 1 + 1280 * SECOND,
    });
    const given = receive(unknown({ checks: 7 }), "check", lost, NOON + DAY);
    const next = NOON + 2 * DAY;
    expect(given).toMatchObject({ state: "unknown", nextStepAt: next, endedAt: null, why: { values: { next } } });
    expect(given.why.key).toBe("providerRequest.stillUnknown");
    const money = unknown({ checks: 7, type: "charge card" });
    expect(applyAnswer(money, "check", lost, endings, NOON + DAY)).toMatchObject([
      { data: { nextStepAt: NOON + DAY + 1280 * SECOND } },
      {},
    ]);
  });

  test("during which the server was off, it is checked first", () => {
    expect(receive(unknown(), "check", lost, NOON + 3 * DAY)).toMatchObject({
      state: "unknown",
      checks: 2,
      nextStepAt: NOON + 3 * DAY + 20 * SECOND,
    });
  });

  test.each([
    ["send", { outcome: "busy" }],
    ["check", { outcome: "not received" }],
  ] as const)("if certainly nothing was done, a purchase ends and a release is sent again (%s, %j)", (step, answer) => {
    expect(receive(sent(), step, answer, NOON + DAY)).toMatchObject({
      state: "declined",
      why: { key: "providerRequest.neverTaken" },
    });
    for (const days of [1, 2, 400])
      expect(receive(at({ type: "release number" }), step, answer, NOON + days * DAY)).toMatchObject({
        state: "requested",
        endedAt: null,
        nextStepAt: NOON + days * DAY + 5 * SECOND,
      });
  });
});

describe("checking on demand", () => {
  test("is due at once, also for a request that is rarely checked", () => {
    for (const request of [unknown({ nextStepAt: null }), unknown({ nextStepAt: NOON + HOUR })]) {
      const effects = checkAgain(request, NOON + SECOND);
      expect(after(request, effects).data).toMatchObject({ state: "unknown", nextStepAt: NOON + SECOND });
      expect(jobs(effects)).toMatchObject([{ key: "e/3", dueAt: NOON + SECOND }]);
    }
  });

  test("changes nothing if a check is due anyway, and is rejected if the answer is known", () => {
    expect(checkAgain(unknown({ nextStepAt: NOON }), NOON)).toEqual([]);
    for (const request of [fresh(), sent(), at({ state: "settled", endedAt: NOON, nextStepAt: null })])
      expect(failureOf(() => checkAgain(request, NOON))).toMatchObject({
        code: "conflict",
        key: "providerRequest.notUnknown",
      });
  });
});

test.each([
  ["2026-01-15T10:00:00Z", 1, "2026-02-15T10:00:00Z"],
  ["2026-01-31T10:00:00Z", 1, "2026-02-28T10:00:00Z"],
  ["2028-01-31T10:00:00Z", 1, "2028-02-29T10:00:00Z"],
  ["2026-01-31T10:00:00Z", 2, "2026-03-31T10:00:00Z"],
  ["2026-12-31T23:59:59Z", 1, "2027-01-31T23:59:59Z"],
  ["2026-03-31T00:00:00Z", 13, "2027-04-30T00:00:00Z"],
  ["2026-05-31T12:00:00Z", 0, "2026-05-31T12:00:00Z"],
])("%s and %i months is %s", (from, months, to) => {
  expect(new Date(monthsAfter(Date.parse(from), months, "UTC")).toISOString()).toBe(new Date(to).toISOString());
});

test("every explanation of a state is a sentence", () => {
  for (const key of [
    "waits",
    "sent",
    "busy",
    "notReceived",
    "neverTaken",
    "stillUnknown",
    "checkingAgain",
    "silent",
    "lost",
    "broken",
  ])
    expect(en[`providerRequest.${key}` as keyof typeof en]).toMatch(/\.$/);
});
