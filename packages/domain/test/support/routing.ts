import type { QueueData } from "../../src/queues/schema.ts";
import type { SourceDoc } from "../../src/sources/rules.ts";
import type { NumberData } from "../../src/numbers/schema.ts";
import type { SourceData, SourceRule } from "../../src/sources/schema.ts";
import { doc, NOON } from "./samples.ts";

export const numberData = (more: Partial<NumberData> = {}): NumberData => ({
  e164: "+15125550143",
  name: "Spring campaign",
  kind: "local",
  source: null,
  route: null,
  stopped: null,
  paused: null,
  frozen: null,
  state: { is: "active", since: 0 },
  renewsAt: NOON,
  billingAnchor: NOON,
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
  leastTakingCalls: null,
  follows: null,
  frozen: null,
  ...more,
});

export const sourceRecord = (id: string, more: Partial<SourceData> = {}): SourceDoc =>
  doc("source", id, {
    name: `Source ${id}`,
    description: "",
    site: "onsite",
    ruleGroups: [],
    position: 0,
    follows: null,
    ...more,
  });

export const ruleData = (more: Partial<SourceRule>): SourceRule => ({
  subject: "referrer",
  test: "host",
  name: "",
  value: "google.com",
  negated: false,
  ...more,
});

/** Parses a rule: `referrer host is not google.*`, `landing page path begins with /x`. */
export function parseRule(text: string): SourceRule {
  const [, of, rest] = /^(referrer|landing page) (.*)$/.exec(text)!;
  const found =
    /^(host) (is)( not)? (.*)$/.exec(rest!) ??
    /^(path) (?:(begins)|does( not) begin) with (.*)$/.exec(rest!) ??
    /^(parameter \S+) (is)( not)? (.*)$/.exec(rest!)!;
  const [test, name = ""] = found[1]!.split(" ") as [SourceRule["test"], string?];
  return {
    subject: of === "referrer" ? "referrer" : "landing",
    test,
    name,
    value: found[4]!,
    negated: found[3] !== undefined,
  };
}
