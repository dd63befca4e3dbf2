import type { Actor } from "./actor.ts";
import { create, type Effect, enqueue, save } from "./effect.ts";
import type { ProviderRequestData } from "./providerRequestSchema.ts";
import { fail } from "./failure.ts";
import { message, type Phrase } from "./message.ts";
import type { Doc } from "./record.ts";
import { DAY, HOUR, type Instant, SECOND } from "./time.ts";

/**
 * Outside calls. What is wanted of somebody outside is saved as an errand in the very commit of the click (`want`);
 * a worker saves that it is sent (`sending`), makes the call outside any transaction with the errand's id as the
 * provider's idempotency key, and writes what was heard with its effects in one commit (`heard`).
 *
 * What is not a definite answer is `unknown` and never a decline: the provider is asked by the key, until it answers.
 * Only its definite “never heard of it” lets the errand be sent again. Every state has one explanation, `why`.
 *
 * Each version has a job of its own, due when the next step is: whoever slept or crashed finds that it moved on.
 *
 * A new kind: its name in `ERRANDS`, a rule that wants it and rules for its two endings (such as `buying.ts`), and one
 * file with one line in the server's `errands/works.ts`. Waiting, asking, crashes and the list of orders come with it.
 */
export const PROVIDER_REQUESTS = ["buy number", "release number", "charge card", "refund card"] as const;
export type ProviderRequestType = (typeof PROVIDER_REQUESTS)[number];

/** Money is another matter than numbers, and for other eyes: it has records of a kind of its own. */
const RECORD_KIND_OF = {
  "buy number": "errand",
  "release number": "errand",
  "charge card": "charge",
  "refund card": "charge",
} as const;
const REQUEST_RECORD_KINDS = ["errand", "charge"] as const;
export type RequestRecordKind = (typeof REQUEST_RECORD_KINDS)[number];

/** What may have moved money is asked about every hour, for as long as it takes; anything else once a day in the end. */
const CHECKED_HOURLY: readonly ProviderRequestType[] = ["charge card", "refund card"];
/** What was promised is sent until somebody takes it up: a number that is given back would else be kept for good. */
const RETRIED_FOREVER: readonly ProviderRequestType[] = ["release number"];

/**
 * `intent`: wanted, not asked yet. `sent`: asked, no answer yet. `settled` and `declined`: over, with a definite
 * answer. `unknown`: whether it was done cannot be said; it is asked about and never done a second time.
 */
export const REQUEST_STATES = ["intent", "sent", "settled", "declined", "unknown"] as const;

export type { ProviderRequestData as ErrandData } from "./providerRequestSchema.ts";
export type ProviderRequest = Doc<ProviderRequestData>;

/** Why nothing definite is known: no answer in time, the line broke, a failure over there, nonsense, still at work. */
export type UnknownReason = "silent" | "lost" | "broken" | "unreadable" | "pending";

/** What a call, or asking about it, came to. `busy` and `unheard` are definite: nothing was done. */
export type ProviderAnswer =
  | { is: "done" }
  /** `how`: what sort of decline, where the endings tell them apart. */
  | { is: "declined"; why: Phrase; how?: string }
  | { is: "busy" | "unheard" }
  | { is: "unknown"; because: UnknownReason };

/** How an errand ends, and what follows from it. `record`: what came of it, where something did. */
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
/** After this long it is asked about less often, if it was asked so often: a server may have been off. */
const GIVE_UP_AFTER_MS = DAY;
const MIN_CHECKS = 8;
/** An answer may come a little after the provider's time is over; only then is it asked about. */
const ANSWER_GRACE_MS = 5 * SECOND;

/** 5 s, doubling to an hour. */
export const retryDelay = (times: number): number =>
  Math.min(FIRST_RETRY_DELAY_MS * 2 ** Math.min(times, 20), MAX_RETRY_DELAY_MS);

/** Who moves errands on. What follows from one is done in the name of whoever wanted it. */
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
  /** Not before then, and why; at once where nothing is said. */
  later?: { at: Instant; why: Phrase };
}

/** Wants something of somebody outside. Goes into the same decision as what else the click does. */
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

/** What there is to do about this very version, or nothing: it moved on, is over, or is no longer asked about. */
export function nextStep(errand: ProviderRequest | null, version: number): "send" | "ask" | null {
  if (errand === null || errand.version !== version || errand.data.nextAt === null) return null;
  return errand.data.state === "intent" ? "send" : "ask";
}

/** Written before the call. Without an answer by `nextAt` the call counts as unknown, whatever became of the worker. */
export function markSent(request: ProviderRequest, patienceMs: number, now: Instant): Effect[] {
  const tries = request.data.tries + 1;
  const why = message("errands.sent", { at: now });
  return advance(request, { state: "sent", tries, sentAt: now, nextAt: now + patienceMs + ANSWER_GRACE_MS, why });
}

/** What was heard, with everything that follows. Nothing follows for one that is over. */
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

/** Somebody wants to know now. Refused unless it is unknown; nothing where it is being asked about anyway. */
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
  // First itself: what follows may want the next errand about the same thing.
  return [...advance(request, over), ...effects];
}
