import type { QueueData } from "../src/queues.ts";
import type { NumberData } from "../src/tracking.ts";
import { NOON } from "./sample.ts";

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
  ...more,
});
