import {
  admitCall,
  afterNoAnswer,
  callLimit,
  type CallTarget,
  type Refusal,
  UNKNOWN_NUMBER,
} from "@callboard/domain/calls/admit";
import { visibleSeconds } from "@callboard/domain/calls/callBudget";
import { RING_TOLERANCE_MS } from "@callboard/domain/calls/types";
import { fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import { SECOND } from "@callboard/domain/core/time";
import { read } from "../../store/commit.ts";
import { findOptional } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";
import { PHONE_PLATFORMS } from "../../integrations/carrier/port.ts";
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
const platformOf = ({ actor }: Scope): string => actor.id;

/** Every key of an account may report its calls: keys are replaced. An installation's platform reports its own. */
export const mayReport = ({ actor }: Scope, platform: string): boolean =>
  actor.as === "key" ? !PHONE_PLATFORMS.some((name) => name === platform) : actor.id === platform;

/** Answers whether and to whom a call is connected. The caller waits for no write: the answer is noted afterwards. */
export async function answerCall(services: Services, scope: Scope, asked: AskedCall): Promise<CallAnswer> {
  const reading = await readGate(scope, { e164: asked.to, call: asked.callId });
  if (reading === null) return refusedAnswer(scope, "UTC", UNKNOWN_NUMBER);
  if (reading.current && !mayReport(scope, reading.current.data.platform))
    fail("conflict", "calls.otherPlatform", {}, "callId");
  if (reading.current === null) await checkUnusedId(scope, asked.callId);
  const admission = admitCall(reading.facts, scope.now);
  const call = reading.current ?? newCall(scope, reading, asked);
  if (!admission.connect) {
    const { reason: refusal } = admission;
    const data = { ...call.data, endedAt: scope.now, outcome: "refused" as const, refusal };
    if (reading.current === null) noteCall(services, scope, { call: { ...call, data }, target: null });
    return refusedAnswer(scope, reading.facts.zone, admission);
  }
  const { target, rateMicros, prepaid } = admission;
  const admitted = withTarget({ ...call, rateMicros, prepaid }, target, scope.now);
  noteCall(services, scope, { call: admitted, target });
  return targetAnswer(reading, target, visibleLimit(scope, reading, admission));
}

const visibleLimit = ({ account }: Scope, { payer }: GateReading, limit: ReturnType<typeof callLimit>): number =>
  visibleSeconds(limit.maxSeconds, limit.prepaid || payer === account);

/** An id belongs to one call. Only one that was refused may be asked about again, as callers retry. */
async function checkUnusedId(scope: Scope, callId: string): Promise<void> {
  const { ended } = await read(scope, { ended: findOptional("call", callId) });
  if (ended && ended.data.outcome !== "refused") fail("conflict", "calls.idUsed", {}, "callId");
}

const newCall = (scope: Scope, { facts: { number }, payer }: GateReading, asked: AskedCall): CallInProgress => ({
  account: scope.account,
  id: asked.callId,
  payer,
  rateMicros: 0,
  prepaid: false,
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
    forgotten: false,
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

/**
 * Where a call goes that nobody answered. `queue`: whose agents were rung in vain; if the call has gone on since, this
 * is a repeated question, and nobody missed anything.
 */
export async function answerNoAnswer(
  services: Services,
  scope: Scope,
  { callId, queue: rung }: { callId: string; queue?: string | undefined },
): Promise<CallAnswer> {
  const call = await findOwnCall(scope, callId);
  const from = rung ?? call.data.queue;
  const reading = await readGate(scope, { e164: call.data.to, call: callId });
  if (reading === null) return refusedAnswer(scope, "UTC", UNKNOWN_NUMBER);
  // The number may have been routed elsewhere while it rang.
  const chain = from === null ? null : await readGate(scope, { queue: from });
  const facts = { ...reading.facts, ...(chain && { queues: chain.facts.queues, receivers: chain.facts.receivers }) };
  // The account may have been stopped, or its balance used up, while it rang.
  const admission = admitCall(reading.facts, scope.now);
  if (!admission.connect && admission.queue === null) return refusedAnswer(scope, facts.zone, admission);
  const queue = from === null ? undefined : facts.queues.get(from);
  const target = queue ? afterNoAnswer(facts, queue, scope.now) : NOBODY_LEFT;
  const isRepeated = from !== call.data.queue;
  const vain = isRepeated ? {} : { missed: call.ringing, missedQueue: call.data.queue };
  if (!("to" in target)) {
    noteCall(services, scope, { call: { ...call, ringing: [], ringingUntil: 0 }, target: null, ...vain });
    return refusedAnswer(scope, facts.zone, target);
  }
  if (!isRepeated) noteCall(services, scope, { call: withTarget(call, target, scope.now), target, ...vain });
  return targetAnswer(reading, target, visibleLimit(scope, reading, callLimit(facts, scope.now)));
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
  const { call: row } = await read(scope, { call: findCallInProgress(callId) });
  // Memory knows first where a call goes next.
  const call =
    row && pending
      ? { ...row, ringing: pending.ringing, data: { ...row.data, queue: pending.data.queue } }
      : (row ?? pending);
  if (!call || !mayReport(scope, call.data.platform)) return fail("not-found", "calls.unknown", {}, "callId");
  return call;
}
