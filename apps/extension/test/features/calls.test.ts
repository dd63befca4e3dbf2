import { describe, expect, test } from "vitest";
import {
  type Call,
  callLength,
  callsSummary,
  outcomeText,
  progressText,
  waitText,
} from "../../src/features/calls/callText.ts";
import { type TriedCall, tryCallText } from "../../src/shared/try-call/tryCallText.ts";

const NOON = Date.UTC(2026, 10, 23, 12);
const call = (more: Partial<Call> = {}): Call => ({
  id: "c",
  from: "+1 512 555 0100",
  to: "+1 512 555 0143",
  number: "n",
  numberName: "Harvest poster",
  source: null,
  queue: "Sales",
  receiver: null,
  startedAt: NOON,
  answeredAt: null,
  endedAt: null,
  seconds: null,
  agent: null,
  ringing: [],
  missedBy: [],
  outcome: null,
  refusal: null,
  ...more,
});

describe("a call", () => {
  test("in progress says whose phone rings or who answered", () => {
    expect(progressText(call())).toBe("Waiting for an agent");
    expect(progressText(call({ ringing: ["Ava", "Ben"] }))).toBe("Ringing Ava, Ben");
    expect(progressText(call({ queue: null, receiver: "Front desk" }))).toBe("Ringing Front desk");
    expect(progressText(call({ queue: null }))).toBe("Being connected");
    expect(progressText(call({ agent: "Ava", answeredAt: NOON, ringing: ["Ben"] }))).toBe("Talking to Ava");
    expect(progressText(call({ answeredAt: NOON }))).toBe("Answered");
  });
  test("that is over says who answered, who missed it, or why it was not connected", () => {
    expect(outcomeText(call({ outcome: "answered", agent: "Ava" }))).toBe("Answered by Ava");
    expect(outcomeText(call({ outcome: "answered", receiver: "Front desk" }))).toBe("Answered by Front desk");
    expect(outcomeText(call({ outcome: "answered" }))).toBe("Answered");
    expect(outcomeText(call({ outcome: "missed", missedBy: ["Ava", "Ben", "Ava"] }))).toBe("Missed by Ava, Ben");
    expect(outcomeText(call({ outcome: "missed", receiver: "Front desk" }))).toBe("No answer from Front desk");
    expect(outcomeText(call({ outcome: "missed" }))).toBe("Nobody answered");
    expect(outcomeText(call({ outcome: "refused", refusal: "stopped" }))).toBe(
      "Not connected: incoming calls were stopped",
    );
  });
  test("says how long the caller waited and how long it lasted", () => {
    expect(waitText(call())).toBeNull();
    expect(waitText(call({ answeredAt: NOON + 5400 }))).toBe("after 5 s");
    expect(waitText(call({ answeredAt: NOON + 75_000 }))).toBe("after 1:15");
    expect([callLength(call()), callLength(call({ seconds: 90 }))]).toEqual(["", "1:30"]);
  });
  test("counts in the page's sentence", () => {
    expect([0, 1, 2].map(callsSummary)).toEqual([
      "No call in progress.",
      "1 call in progress.",
      "2 calls in progress.",
    ]);
  });
});

type Connection = Extract<TriedCall, { connect: true }>;
const agents = (...names: string[]): Connection["rings"] => names.map((name) => ({ name, number: null }));
const connection = (more: Partial<Connection> = {}): Connection => ({
  connect: true,
  rings: agents("Ava", "Ben"),
  ring: "one by one",
  ringSeconds: 20,
  wrapUpSeconds: 0,
  maxSeconds: null,
  noAnswer: "voicemail",
  afterwards: { to: "voicemail", name: null },
  queue: { id: "q", name: "Sales" },
  source: null,
  ...more,
});
const sentence = (more: Partial<Connection>) => tryCallText(connection(more)).sentence;

describe("a tried call", () => {
  test("names who would be rung in which order, for how long, and what follows", () => {
    expect(sentence({})).toBe("Ava, then Ben, 20 s each; then voicemail");
    expect(sentence({ rings: agents("Ava"), afterwards: { to: "hang up", name: null } })).toBe(
      "Ava for 20 s; then the call ends",
    );
    expect(sentence({ ring: "together", afterwards: { to: "queue", name: "Support" } })).toBe(
      "Ava, Ben together for 20 s; then the queue Support",
    );
    expect(sentence({ rings: agents("A", "B", "C", "D", "E", "F", "G") })).toBe(
      "A, then B, then C, then D, then E and 2 more, 20 s each; then voicemail",
    );
    expect(sentence({ afterwards: { to: "receiver", name: null } })).toContain("then a deleted target");
  });
  test("names the receiving number that would ring", () => {
    const number = "+1 212 555 0143";
    const base = { ring: "together", ringSeconds: 60, queue: null, afterwards: null } as const;
    expect(sentence({ ...base, rings: [{ number, name: "Front desk" }] })).toBe(
      "Front desk, +1 212 555 0143 for up to 60 s",
    );
    expect(sentence({ ...base, rings: [{ number, name: "" }] })).toBe("+1 212 555 0143 for up to 60 s");
  });
  test.each([
    [null, ["From the queue Sales."]],
    [45, ["From the queue Sales.", "Up to 45 s on the balance."]],
    [11_400, ["From the queue Sales.", "Up to 3 h 10 min on the balance."]],
    [86_400, ["From the queue Sales.", "The call can last up to 24 h."]],
  ])("of at most %s s says so", (maxSeconds, details) => {
    expect(tryCallText(connection({ maxSeconds })).details).toEqual(details);
  });
  test("that isn't connected says why and what callers hear", () => {
    const refused = {
      connect: false,
      reason: "closed",
      hears: "voicemail",
      message: "Closed until 09:00",
      callerHears: "Callers can leave a message.",
    } as const;
    expect(tryCallText(refused)).toEqual({
      connects: false,
      sentence: "Not connected",
      details: ["Closed until 09:00.", "Callers can leave a message."],
    });
  });
});
