import type { CallData } from "../../src/calls/schema.ts";
import { NOON } from "./samples.ts";

/** A call to the first tracking number, begun at noon and not over. */
export const callData = (more: Partial<CallData> = {}): CallData => ({
  from: "+15125550100",
  to: "+15125550143",
  number: "number",
  source: null,
  queue: "sales",
  receiver: null,
  platform: "platform",
  startedAt: NOON,
  answeredAt: null,
  endedAt: null,
  seconds: null,
  agent: null,
  offers: [],
  outcome: null,
  forgotten: false,
  refusal: null,
  ...more,
});
