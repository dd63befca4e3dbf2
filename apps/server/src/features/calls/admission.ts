import {
  admitCall,
  afterNoAnswer,
  callLimit,
  type CallTarget,
  type Refusal,
  UNKNOWN_NUMBER,
} from "@callboard/domain/calls/admit";
import { RING_TOLERANCE_MS } from "@callboard/domain/calls/types";
import { fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import { SECOND } from "@callboard/domain/core/time";
import { read } from "../../store/commit.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";
import { type CallAnswer, refusedAnswer, targetAnswer } from "./callAnswer.ts";
import { type GateReading, readGate } from "./gate.ts";
import { noteCall } from "./noteCalls.ts";
import { pendingCallsOf } from "./pendingCalls.ts";
import { type CallInProgress, findCallInProgress } from "./reads/callsInProgress.ts";

/** A call that a phone platform asks about. `to` in E.164. */
export interface AskedCall {
  callId: string;
  from: string;
  to: string;
}

/** The platform that asks: an API key, or a platform of the installation. */
export const platformOf = ({ actor }: Scope): string => actor.id;

/** Answers whether and to whom a call is connected. The caller waits for no write: the answer is noted afterwards. */
export async function answerCall(services: Services, scope: Scope, asked: AskedCall): Promise<CallAnswer> {
  const reading = await readGate(scope, { e164: asked.to, call: asked.callId });
  if (reading === null) return refusedAnswer(scope, "UTC", UNKNOWN_NUMBER);
  if (reading.current && reading.current.data.platform !== platformOf(scope))
    fail("conflict", "calls.otherPlatform", {}, "callId");
  const admission = admitCall(reading.facts, scope.now);
  const call = reading.current ?? newCall(scope, reading, asked);
  if (!admission.connect) {
    const { reason: refusal } = admission;
    const data = { ...call.data, endedAt: scope.now, outcome: "refused" as const, refusal };
    if (reading.current === null) noteCall(services, scope, { call: { ...call, data }, target: null });
    return refusedAnswer(scope, reading.facts.zone, admission);
  }
  const { target, rateMicros } = admission;
  noteCall(services, scope, { call: withTarget({ ...call, rateMicros }, target, scope.now), target });
  return targetAnswer(reading, target, admission.maxSeconds);
}

const newCall = (scope: Scope, { facts: { number }, payer }: GateReading, asked: AskedCall): CallInProgress => ({
  account: scope.account,
  id: asked.callId,
  payer,
  rateMicros: 0,
  ringSeconds: null,
  wrapUpSeconds: 0,
  ringing: [],
  ringingUntil: 0,
  data: {
    from: asked.from,
    to: asked.to,
    number: number.id,
    source: number.data.source,
    queue: number.data.route?.to === "queue" ? number.data.route.id : null,
    receiver: null,
    platform: platformOf(scope),
    startedAt: scope.now,
    answeredAt: null,
    endedAt: null,
    seconds: null,
    agent: null,
    offers: [],
    outcome: null,
    refusal: null,
  },
});

/** The call on its way to a target: which phones ring first, and for how long. */
function withTarget(call: CallInProgress, target: CallTarget, now: number): CallInProgress {
  if (target.to !== "agents") {
    const receiver = target.to === "receiver" ? target.receiver.id : null;
    return {
      ...call,
      ringSeconds: null,
      wrapUpSeconds: 0,
      ringing: [],
      ringingUntil: 0,
      data: { ...call.data, receiver },
    };
  }
  const { ringSeconds, wrapUpSeconds, routing } = target.queue.data;
  return {
    ...call,
    ringSeconds,
    wrapUpSeconds,
    ringing: routing === "simultaneous" ? target.agents : target.agents.slice(0, 1),
    ringingUntil: now + ringSeconds * SECOND + RING_TOLERANCE_MS,
    data: { ...call.data, queue: target.queue.id, receiver: null },
  };
}

/** Where a call goes that nobody answered. */
export async function answerNoAnswer(services: Services, scope: Scope, callId: string): Promise<CallAnswer> {
  const call = await findOwnCall(scope, callId);
  const reading = await readGate(scope, { e164: call.data.to, call: callId });
  if (reading === null) return refusedAnswer(scope, "UTC", UNKNOWN_NUMBER);
  const { facts } = reading;
  // The account may have been stopped, or its balance used up, while it rang.
  const admission = admitCall(facts, scope.now);
  if (!admission.connect && admission.queue === null) return refusedAnswer(scope, facts.zone, admission);
  const queue = call.data.queue === null ? undefined : facts.queues.get(call.data.queue);
  const target = queue ? afterNoAnswer(facts, queue, scope.now) : NOBODY_LEFT;
  const missed = [...call.ringing];
  if (!("to" in target)) {
    noteCall(services, scope, { call: { ...call, ringing: [], ringingUntil: 0 }, target: null, missed });
    return refusedAnswer(scope, facts.zone, target);
  }
  noteCall(services, scope, { call: withTarget(call, target, scope.now), target, missed });
  return targetAnswer(reading, target, callLimit(facts, scope.now).maxSeconds);
}

/** A receiving number that doesn't answer has no further target. */
const NOBODY_LEFT: Refusal = {
  ...UNKNOWN_NUMBER,
  reason: "no agent",
  hears: "announcement",
  why: message("calls.refused.nobodyAnswered"),
};

/** A call of the asking platform; throws `not-found` for any other. */
async function findOwnCall(scope: Scope, callId: string): Promise<CallInProgress> {
  const pending = pendingCallsOf(scope.db).find(({ id, account }) => id === callId && account === scope.account);
  const call = (await read(scope, { call: findCallInProgress(callId) })).call ?? pending;
  if (!call || call.data.platform !== platformOf(scope)) return fail("not-found", "calls.unknown", {}, "callId");
  return call;
}
