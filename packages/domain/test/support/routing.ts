import type { QueueData } from "../../src/queues/types.ts";
import type { SourceDoc } from "../../src/sources/rules.ts";
import type { NumberData, SourceData } from "../../src/numbers/types.ts";
import type { SourceRule } from "../../src/sources/schema.ts";
import { doc, NOON } from "./samples.ts";

export const numberData = (more: Partial<NumberData> = {}): NumberData => ({
  e164: "+15125550143",
  name: "Spring campaign",
  kind: "local",
  source: null,
  route: null,
  stopped: null,
  paused: null,
  parked: null,
  standing: { is: "active", since: 0 },
  renewsAt: NOON,
  paidFrom: NOON,
  graceUntil: null,
  origin: "bought",
  ...more,
});

export const queueData = (more: Partial<QueueData> = {}): QueueData => ({
  name: "Sales",
  routing: "longest idle",
  members: [{ id: "ava", weight: 1 }],
  ringSeconds: 20,
  wrapUpSeconds: 30,
  schedule: null,
  noAnswer: { to: "voicemail" },
  tags: [],
  missedCall: null,
  follows: null,
  parked: null,
  ...more,
});

export const sourceRecord = (id: string, more: Partial<SourceData> = {}): SourceDoc =>
  doc("source", id, {
    name: `Source ${id}`,
    description: "",
    site: "onsite",
    ways: [],
    position: 0,
    follows: null,
    ...more,
  });

export const ruleData = (more: Partial<SourceRule>): SourceRule => ({
  of: "referrer",
  test: "host",
  name: "",
  value: "google.com",
  not: false,
  ...more,
});

/** Parses a rule: `referrer host is not google.*`, `landing page path begins with /x`. */
export function parseRule(words: string): SourceRule {
  const [, of, rest] = /^(referrer|landing page) (.*)$/.exec(words)!;
  const found =
    /^(host) (is)( not)? (.*)$/.exec(rest!) ??
    /^(path) (?:(begins)|does( not) begin) with (.*)$/.exec(rest!) ??
    /^(parameter \S+) (is)( not)? (.*)$/.exec(rest!)!;
  const [test, name = ""] = found[1]!.split(" ") as [SourceRule["test"], string?];
  return { of: of === "referrer" ? "referrer" : "landing", test, name, value: found[4]!, not: found[3] !== undefined };
}
