import type { Actor } from "./actor.ts";
import { create, type Effect, enqueue, save } from "./effect.ts";
import type { ProviderRequestData } from "./providerRequestSchema.ts";
import { fail } from "./failure.ts";
import { message, type Phrase } from "./message.ts";
import type { Doc } from "./record.ts";
import { DAY, HOUR, type Instant, SECOND } from "./time.ts";

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
 * on the server with its line in `http/registries.ts`. Waiting, checks, crashes and the list of orders come with it.
 */
export const PROVIDER_REQUESTS = ["buy number", "release number", "charge card", "refund card"] as const;
export type ProviderRequestType = (typeof PROVIDER_REQUESTS)[number];

/** Money has a record kind of its own, because other people may read it. */
const RECORD_KIND_OF = {
  "buy number": "errand",
  "release number": "errand",
  "charge card": "charge",
  "refund card": "charge",
} as const;
const REQUEST_RECORD_KINDS = ["errand", "charge"] as const;
export type RequestRecordKind = (typeof REQUEST_RECORD_KINDS)[number];

/**
 * Requests that may have moved money are checked every hour until there is an answer; others once a day after a while.
 */
const CHECKED_HOURLY: readonly ProviderRequestType[] = ["charge card", "refund card"];
/** Retried until accepted: otherwise a released number would be kept for good. */
const RETRIED_FOREVER: readonly ProviderRequestType[] = ["release number"];

/**
 * `intent`: saved, not sent yet. `sent`: sent, no answer yet. `settled` and `declined`: ended with a definite answer.
 * `unknown`: nobody knows whether it was done; it is checked and never sent a second time.
 */
export const REQUEST_STATES = ["intent", "sent", "settled", "declined", "unknown"] as const;

export type { ProviderRequestData as ErrandData } from "./providerRequestSchema.ts";
export type ProviderRequest = Doc<ProviderRequestData>;

/**
 * Why there is no definite answer: timeout, broken connection, provider error, unreadable answer, still in progress.
 */
export type UnknownReason = "silent" | "lost" | "broken" | "unreadable" | "pending";

/** The result of a call or a check. `busy` and `unheard` are definite: nothing was done. */
export type ProviderAnswer =
  | { is: "done" }
  /** `how`: the kind of decline, where the outcome depends on it. */
  | { is: "declined"; why: Phrase; how?: string }
  | { is: "busy" | "unheard" }
  | { is: "unknown"; because: UnknownReason };

/** How a request ends, with the effects. `record`: the record that it created, if any. */
export interface RequestOutcome {
  state: "settled" | "declined";
  why: Phrase;
  effects: readonly Effect[];
  record?: string;
}

export interface OutcomeRules {
  done: () => RequestOutcome;
  declined: (why: Phrase, how?: string) => RequestOutcome;
}

const FIRST_RETRY_DELAY_MS = 5 * SECOND;
const MAX_RETRY_DELAY_MS = HOUR;
/**
 * After this long, and at least MIN_CHECKS checks, it is checked less often. The minimum is there because the server
 * may have been off.
 */
const GIVE_UP_AFTER_MS = DAY;
const MIN_CHECKS = 8;
/** An answer may arrive shortly after the provider's time limit; only then is the request checked. */
const ANSWER_GRACE_MS = 5 * SECOND;

/** 5 s, doubling up to an hour. */
export const retryDelay = (times: number): number =>
  Math.min(FIRST_RETRY_DELAY_MS * 2 ** Math.min(times, 20), MAX_RETRY_DELAY_MS);

/** The actor that advances requests. Their effects are attributed to the actor who made the request. */
export const RECONCILER: Actor = { as: "job", id: "errands" };

export const requestJob = (
  kind: RequestRecordKind,
  account: string,
  errand: string,
  version: number,
  dueAt: Instant,
): Effect => enqueue({ kind: "errand", key: `${errand}/${version}`, dueAt, data: { kind, account, errand, version } });

const recordKindOf = ({ data }: ProviderRequest): RequestRecordKind => RECORD_KIND_OF[data.what];

export interface RequestSpec {
  what: ProviderRequestType;
  about: string;
  record: string | null;
  input: Record<string, unknown>;
  /** When to send it and why it waits; at once if missing. */
  later?: { at: Instant; why: Phrase };
}

/** Requests an outside call. Part of the same decision as the action's other effects. */
export function request(
  account: string,
  id: string,
  { later, ...wanted }: RequestSpec,
  by: Actor,
  now: Instant,
): Effect[] {
  const first = later ?? { at: now, why: message("errands.waits") };
  const data: ProviderRequestData = {
    ...wanted,
    state: "intent",
    tries: 0,
    asked: 0,
    wantedAt: now,
    sentAt: null,
    nextAt: first.at,
    endedAt: null,
    by,
    why: first.why,
  };
  const kind = RECORD_KIND_OF[wanted.what];
  return [
    create(account, kind, id, data, {
      action: message("errands.didWant", { what: wanted.what, about: wanted.about }),
    }),
    requestJob(kind, account, id, 1, first.at),
  ];
}

/** The next step for this version, or null if the request has moved on, ended, or is no longer checked. */
export function nextStep(errand: ProviderRequest | null, version: number): "send" | "ask" | null {
  if (errand === null || errand.version !== version || errand.data.nextAt === null) return null;
  return errand.data.state === "intent" ? "send" : "ask";
}

/** Saved before the call. Without an answer by `nextAt` the call counts as unknown, whatever happened to the worker. */
export function markSent(request: ProviderRequest, patienceMs: number, now: Instant): Effect[] {
  const tries = request.data.tries + 1;
  const why = message("errands.sent", { at: now });
  return advance(request, { state: "sent", tries, sentAt: now, nextAt: now + patienceMs + ANSWER_GRACE_MS, why });
}

/** Records an answer with all its effects. An ended request ignores it. */
export function applyAnswer(
  request: ProviderRequest,
  step: "send" | "ask",
  answer: ProviderAnswer,
  endings: OutcomeRules,
  now: Instant,
): readonly Effect[] {
  const { what, endedAt, wantedAt, sentAt, tries } = request.data;
  if (endedAt !== null) return [];
  const asked = request.data.asked + (step === "ask" ? 1 : 0);
  if (answer.is === "done") return finish(request, endings.done(), asked, now);
  if (answer.is === "declined") return finish(request, endings.declined(answer.why, answer.how), asked, now);
  if (answer.is === "unheard" || (answer.is === "busy" && step === "send")) {
    if (now - wantedAt >= GIVE_UP_AFTER_MS && !RETRIED_FOREVER.includes(what))
      return finish(request, endings.declined(message("errands.neverTaken")), asked, now);
    const next = now + retryDelay(tries - 1);
    return advance(request, { state: "intent", asked, nextAt: next, why: message(`errands.${answer.is}`, { next }) });
  }
  const isLong = now - (sentAt ?? wantedAt) >= GIVE_UP_AFTER_MS && asked >= MIN_CHECKS;
  if (isLong && !CHECKED_HOURLY.includes(what)) {
    const next = now + DAY;
    return advance(request, { state: "unknown", asked, nextAt: next, why: message("errands.stillUnknown", { next }) });
  }
  const next = now + retryDelay(asked);
  const because = answer.is === "unknown" ? answer.because : "silent";
  return advance(request, { state: "unknown", asked, nextAt: next, why: message(`errands.${because}`, { next }) });
}

/**
 * Checks now on somebody's demand. Throws `conflict` unless the state is unknown; does nothing if a check is due
 * anyway.
 */
export function checkAgain(request: ProviderRequest, now: Instant): Effect[] {
  const { state, nextAt } = request.data;
  if (state !== "unknown") fail("conflict", "errands.notUnknown");
  if (nextAt !== null && nextAt <= now) return [];
  const data = { ...request.data, nextAt: now, why: message("errands.askedAgain") };
  const action = message("errands.didAskAgain", { about: request.data.about });
  const kind = recordKindOf(request);
  return [
    save(kind, request, data, { action }),
    requestJob(kind, request.account, request.id, request.version + 1, now),
  ];
}

function advance(request: ProviderRequest, data: Partial<ProviderRequestData>): Effect[] {
  const next = { ...request.data, ...data };
  const action = message(`errands.did-${next.state}`, { about: next.about });
  const kind = recordKindOf(request);
  const saved = save(kind, request, next, { action, actor: RECONCILER });
  if (next.nextAt === null) return [saved];
  return [saved, requestJob(kind, request.account, request.id, request.version + 1, next.nextAt)];
}

function finish(
  request: ProviderRequest,
  { state, why, effects, record }: RequestOutcome,
  asked: number,
  now: Instant,
): Effect[] {
  const over = { state, why, asked, nextAt: null, endedAt: now, record: record ?? request.data.record };
  // The request first: an effect may make the next request about the same record.
  return [...advance(request, over), ...effects];
}
