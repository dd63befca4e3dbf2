import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOnCall } from "../../src/agents/rules.ts";
import type { PhoneData } from "../../src/agents/phoneSchema.ts";
import { PHONE_STATES } from "../../src/agents/types.ts";
import { applyPhoneEvent } from "../../src/calls/phoneState.ts";
import { handlePhoneEvent } from "../../src/calls/rules.ts";
import { PHONE_EVENTS } from "../../src/calls/types.ts";
import { MINUTE } from "../../src/core/time.ts";
import { agent, doc, IDLE, inCall, lastSavedAgent, minutes, NOON, failureOf } from "../support/samples.ts";

const call = { from: 0, to: null };
const PHONES: Record<string, PhoneData> = {
  "not connected": { ...IDLE, state: "not connected" },
  idle: IDLE,
  ringing: { ...IDLE, state: "ringing" },
  inbound: { ...IDLE, state: "inbound", call },
  outbound: { ...IDLE, state: "outbound", call },
  "wrap-up": { ...IDLE, state: "wrap-up", call },
};

/** Columns: connected, alive, ringing, inbound, outbound, missed, wrap-up, its end, ended, gone. A dash: no change. */
const TABLE: Record<string, string[]> = {
  "not connected": ["idle", "idle", "ringing", "inbound", "outbound", "-", "-", "-", "-", "-"],
  idle: ["-", "-", "ringing", "inbound", "outbound", "-", "-", "-", "-", "not connected"],
  ringing: ["-", "-", "-", "inbound", "outbound", "idle", "-", "-", "idle", "not connected"],
  inbound: ["-", "-", "-", "-", "outbound", "-", "wrap-up", "-", "idle", "not connected"],
  outbound: ["-", "-", "-", "inbound", "-", "-", "wrap-up", "-", "idle", "not connected"],
  "wrap-up": ["-", "-", "-", "inbound", "outbound", "-", "-", "idle", "idle", "not connected"],
};

describe.each(Object.keys(TABLE))("a phone that is %s", (state) => {
  test.each(PHONE_EVENTS.map((event, index) => [event, TABLE[state]![index]!] as const))(
    "becomes after “%s”: %s",
    (event, expected) => {
      const before = PHONES[state]!;
      const next = applyPhoneEvent(before, event, NOON);
      if (expected === "-") expect(next).toBe(before);
      else expect(next).toMatchObject({ state: expected, since: NOON });
    },
  );
});

test("a call lasts from its answer to the end of wrap-up, and one call at a time", () => {
  const answered = applyPhoneEvent(PHONES.ringing!, "inbound", minutes(1));
  expect(answered.call).toEqual({ from: minutes(1), to: null });
  const second = applyPhoneEvent(answered, "outbound", minutes(2));
  expect(second.call).toEqual({ from: minutes(1), to: null });
  const wrapping = applyPhoneEvent(second, "wrap-up", minutes(3));
  expect(isOnCall(wrapping)).toBe(true);
  expect(applyPhoneEvent(wrapping, "ended", minutes(4)).call).toEqual({ from: minutes(1), to: minutes(4) });
  expect(applyPhoneEvent(wrapping, "gone", minutes(4)).call).toEqual({ from: minutes(1), to: minutes(4) });
});

const seat = (phone: PhoneData, data = agent()) => ({ phone: doc("phone", "ava", phone), agent: data });

test("an event older than the phone's state changes nothing", () => {
  const phone = { ...IDLE, since: NOON };
  expect(handlePhoneEvent([seat(phone)], "ringing", NOON - 1, minutes(5))).toEqual([]);
  expect(handlePhoneEvent([seat(phone)], "ringing", NOON, minutes(5))).toHaveLength(1);
});

test("rejects an event in the future, with a minute of tolerance", () => {
  expect(failureOf(() => handlePhoneEvent([seat(IDLE)], "ringing", NOON + MINUTE + 1, NOON))).toEqual({
    code: "invalid",
    key: "calls.eventInFuture",
    field: "at",
  });
  expect(handlePhoneEvent([seat(IDLE)], "ringing", NOON + MINUTE, NOON)).toHaveLength(1);
});

test("the end of a call records the queued status in each seat that has one", () => {
  const next = {
    status: "lunch",
    statusName: "Lunch",
    whenOver: "available" as const,
    minutes: 30,
    queuedAt: minutes(1),
    actor: { as: "person" as const, id: "ava" },
  };
  const effects = handlePhoneEvent(
    [seat(inCall(NOON), agent({ next })), seat(inCall(NOON))],
    "ended",
    minutes(5),
    minutes(6),
  );
  expect(effects.map((effect) => ("kind" in effect ? effect.kind : ""))).toEqual(["phone", "agent", "phone"]);
  expect(lastSavedAgent(effects.slice(0, 2))).toMatchObject({
    status: "lunch",
    since: minutes(5),
    until: minutes(35),
    next: null,
  });
});

test("for any events in any order, the phone never goes back in time and a call is open exactly while it lasts", () => {
  const events = fc.array(fc.tuple(fc.constantFrom(...PHONE_EVENTS), fc.integer({ min: 0, max: 100 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(events, (happened) => {
      let phone: PhoneData = PHONES["not connected"]!;
      for (const [event, at] of happened) {
        const [effect] = handlePhoneEvent([seat(phone)], event, minutes(at), minutes(200));
        if (effect?.do !== "save") continue;
        const next = effect.data as PhoneData;
        expect(next.since).toBeGreaterThanOrEqual(phone.since);
        expect(PHONE_STATES).toContain(next.state);
        expect(isOnCall(next)).toBe(["inbound", "outbound", "wrap-up"].includes(next.state));
        if (next.call?.to) expect(next.call.to).toBeGreaterThanOrEqual(next.call.from);
        phone = next;
      }
    }),
  );
});
