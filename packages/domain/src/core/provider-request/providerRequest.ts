import type { ProviderRequestType } from "./providerRequestTypes.ts";
import type { Actor } from "../actor.ts";
import { create, type Effect, enqueue, save } from "../effect.ts";
import type { ProviderRequestData } from "./providerRequestSchema.ts";
import { fail } from "../failure.ts";
import { message, type Message } from "../message.ts";
import type { Doc } from "../record.ts";
import { DAY, HOUR, type Instant, SECOND } from "../time.ts";

/**
 * Calls to outside providers. The request is saved in the same commit as the action that needs it (`request`). A worker
 * then saves that it is sent (`markSent`), makes the call outside any transaction with the request's id as the
 * provider's idempotency key, and writes the answer with all its effects in one commit (`applyAnswer`).
 *
 * Anything but a definite answer is `unknown`, never a decline: the worker checks with the provider by the key until
 * it answers. Only a definite "never received" lets the request be sent again. `why` explains each state.
 *
 * Each version has a job of its own, due at the next step, so a delayed or restarted worker sees that the request has
 * moved on.
 *
 * A new type: its name in `PROVIDER_REQUESTS`, a rule that makes the request, rules for its two outcomes, and a handler
 * on the server with its line in `start/registries.ts`. Waiting, checking and recovery after a crash need nothing more.
 */

/** Money has a record kind of its own, because other people may read it. */
const RECORD_KIND_OF = {
  "buy number": "providerRequest",
  "release number": "providerRequest",
  "charge card": "charge",
  "refund card": "charge",
} as const;
const REQUEST_RECORD_KINDS = ["providerRequest", "charge"] as const;
export type RequestRecordKind = (typeof REQUEST_RECORD_KINDS)[number];

/**
 * Requests that may have moved money are checked every hour until there is an answer; others once a day after a while.
 */
const CHECKED_HOURLY: readonly ProviderRequestType[] = ["charge card", "refund card"];
/** Retried until accepted: otherwise a released number would be kept for good. */
const RETRIED_FOREVER: readonly ProviderRequestType[] = ["release number"];

export type { ProviderRequestData } from "./providerRequestSchema.ts";
export type ProviderRequest = Doc<ProviderRequestData>;

/** Why there is no definite answer. */
export type UnknownReason =
  /** The provider didn't answer in time. */
  | "silent"
  /** The connection broke or was never made. */
  | "lost"
  /** The provider reported an error of its own. */
  | "broken"
  /** The answer isn't one that we know. */
  | "unreadable"
  /** The provider is still working on it. */
  | "pending";

/** The provider's answer. `busy` and `not received` are definite: nothing was done. */
export type ProviderAnswer =
  | { outcome: "done" }
  /** `how`: the kind of decline, where the outcome depends on it. */
  | { outcome: "declined"; why: Message; how?: string }
  | { outcome: "busy" | "not received" }
  | { outcome: "unknown"; reason: UnknownReason };

/** How a request ends, with the effects. `record`: the record that it created, if any. */
export interface RequestOutcome {
  state: "settled" | "declined";
  why: Message;
  effects: readonly Effect[];
  recordId?: string;
}

export interface OutcomeRules {
  done: () => RequestOutcome;
  declined: (why: Message, how?: string) => RequestOutcome;
}

const FIRST_RETRY_DELAY_MS = 5 * SECOND;
const MAX_RETRY_DELAY_MS = HOUR;
/**
 * After this long, and at least MIN_CHECKS checks, it is checked less often. The minimum is there because the server
 * may have been off.
 */
const GIVE_UP_AFTER_MS = DAY;
const MIN_CHECKS = 8;
/** How long after the time limit an answer is still waited for; then the provider is asked for the outcome. */
const ANSWER_GRACE_MS = 5 * SECOND;

/** 5 s, doubling up to an hour. */
export const retryDelay = (attempts: number): number =>
  Math.min(FIRST_RETRY_DELAY_MS * 2 ** Math.min(attempts, 20), MAX_RETRY_DELAY_MS);

/** The actor that advances requests. Their effects are attributed to the actor who made the request. */
export const RECONCILER: Actor = { as: "job", id: "requests" };

export const requestJob = (
  kind: RequestRecordKind,
  account: string,
  requestId: string,
  version: number,
  dueAt: Instant,
): Effect =>
  enqueue({
    kind: "providerRequest",
    key: `${requestId}/${version}`,
    dueAt,
    data: { kind, account, requestId, version },
  });

const recordKindOf = ({ data }: ProviderRequest): RequestRecordKind => RECORD_KIND_OF[data.type];

export interface RequestSpec {
  type: ProviderRequestType;
  subject: string;
  recordId: string | null;
  input: Record<string, unknown>;
  /** When to send it and why it waits; at once if missing. */
  notBefore?: { at: Instant; why: Message };
}

/** Requests an outside call. Part of the same decision as the action's other effects. */
export function request(
  account: string,
  id: string,
  { notBefore, ...spec }: RequestSpec,
  requestedBy: Actor,
  now: Instant,
): Effect[] {
  const firstStep = notBefore ?? { at: now, why: message("providerRequest.waits") };
  const data: ProviderRequestData = {
    ...spec,
    state: "requested",
    attempts: 0,
    checks: 0,
    requestedAt: now,
    sentAt: null,
    nextStepAt: firstStep.at,
    endedAt: null,
    requestedBy,
    why: firstStep.why,
  };
  const kind = RECORD_KIND_OF[spec.type];
  return [
    create(account, kind, id, data, {
      action: message("providerRequest.didRequest", { what: spec.type, about: spec.subject }),
    }),
    requestJob(kind, account, id, 1, firstStep.at),
  ];
}

/** The next step for this version: to send it, or to check its outcome with the provider. Null if none is due for it. */
export function nextStep(request: ProviderRequest | null, version: number): "send" | "check" | null {
  if (request === null || request.version !== version || request.data.nextStepAt === null) return null;
  return request.data.state === "requested" ? "send" : "check";
}

/** Saved before the call. Without an answer by `nextStepAt` the call counts as unknown, whatever happened to the worker. */
export function markSent(request: ProviderRequest, timeoutMs: number, now: Instant): Effect[] {
  const attempts = request.data.attempts + 1;
  const why = message("providerRequest.sent", { at: now });
  return advance(request, {
    state: "sent",
    attempts,
    sentAt: now,
    nextStepAt: now + timeoutMs + ANSWER_GRACE_MS,
    why,
  });
}

/** Records an answer with all its effects. An ended request ignores it. */
export function applyAnswer(
  request: ProviderRequest,
  step: "send" | "check",
  answer: ProviderAnswer,
  outcomes: OutcomeRules,
  now: Instant,
): readonly Effect[] {
  const { type, endedAt, requestedAt, sentAt, attempts } = request.data;
  if (endedAt !== null) return [];
  const checks = request.data.checks + (step === "check" ? 1 : 0);
  if (answer.outcome === "done") return finish(request, outcomes.done(), checks, now);
  if (answer.outcome === "declined") return finish(request, outcomes.declined(answer.why, answer.how), checks, now);
  if (answer.outcome === "not received" || (answer.outcome === "busy" && step === "send")) {
    if (now - requestedAt >= GIVE_UP_AFTER_MS && !RETRIED_FOREVER.includes(type))
      return finish(request, outcomes.declined(message("providerRequest.neverTaken")), checks, now);
    const next = now + retryDelay(attempts - 1);
    return advance(request, {
      state: "requested",
      checks,
      nextStepAt: next,
      why: message(answer.outcome === "busy" ? "providerRequest.busy" : "providerRequest.notReceived", { next }),
    });
  }
  const hasWaitedLong = now - (sentAt ?? requestedAt) >= GIVE_UP_AFTER_MS && checks >= MIN_CHECKS;
  if (hasWaitedLong && !CHECKED_HOURLY.includes(type)) {
    const next = now + DAY;
    return advance(request, {
      state: "unknown",
      checks,
      nextStepAt: next,
      why: message("providerRequest.stillUnknown", { next }),
    });
  }
  const next = now + retryDelay(checks);
  const reason = answer.outcome === "unknown" ? answer.reason : "silent";
  return advance(request, {
    state: "unknown",
    checks,
    nextStepAt: next,
    why: message(`providerRequest.${reason}`, { next }),
  });
}

/**
 * Checks now because somebody asked. Throws `conflict` unless the state is unknown; does nothing if a check is due
 * anyway.
 */
export function checkAgain(request: ProviderRequest, now: Instant): Effect[] {
  const { state, nextStepAt } = request.data;
  if (state !== "unknown") fail("conflict", "providerRequest.notUnknown");
  if (nextStepAt !== null && nextStepAt <= now) return [];
  const data = { ...request.data, nextStepAt: now, why: message("providerRequest.checkingAgain") };
  const action = message("providerRequest.didCheckAgain", { about: request.data.subject });
  const kind = recordKindOf(request);
  return [
    save(kind, request, data, { action }),
    requestJob(kind, request.account, request.id, request.version + 1, now),
  ];
}

function advance(request: ProviderRequest, data: Partial<ProviderRequestData>): Effect[] {
  const next = { ...request.data, ...data };
  const action = message(`providerRequest.did-${next.state}`, { about: next.subject });
  const kind = recordKindOf(request);
  const saved = save(kind, request, next, { action, actor: RECONCILER });
  if (next.nextStepAt === null) return [saved];
  return [saved, requestJob(kind, request.account, request.id, request.version + 1, next.nextStepAt)];
}

function finish(
  request: ProviderRequest,
  { state, why, effects, recordId }: RequestOutcome,
  checks: number,
  now: Instant,
): Effect[] {
  const ending = { state, why, checks, nextStepAt: null, endedAt: now, recordId: recordId ?? request.data.recordId };
  // The request first: an effect may make the next request about the same record.
  return [...advance(request, ending), ...effects];
}
