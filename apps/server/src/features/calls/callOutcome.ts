import { callUsage } from "@callboard/domain/calls/callEvents";
import type { CallData } from "@callboard/domain/calls/schema";
import { RING_TOLERANCE_MS } from "@callboard/domain/calls/types";
import { create, type Effect, save } from "@callboard/domain/core/effect";
import type { NewId } from "@callboard/domain/core/ids";
import { message } from "@callboard/domain/core/message";
import type { Micros } from "@callboard/domain/core/money";
import { SECOND } from "@callboard/domain/core/time";
import type { Doc } from "@callboard/domain/core/record";
import { minuteRate, minuteUsageKindOf } from "@callboard/domain/balance/minutes";
import type { NumberData } from "@callboard/domain/numbers/schema";
import { countUsage, type UsageFacts } from "../../store/reads/usageFacts.ts";
import type { Scope } from "../../store/scope.ts";
import { type CallInProgress, endCallInProgress, saveCall } from "./reads/callsInProgress.ts";
import type { ReportContext } from "./reportFacts.ts";

interface ChangedCall {
  /** The call while it is in progress; null once it is over. */
  known: CallInProgress | null;
  ended: Doc<CallData> | null;
  after: CallData;
}

/** What the price of a call's minutes depends on; null for a call that isn't known. */
interface CallFacts {
  number: Doc<NumberData> | null;
  usage: UsageFacts | null;
}

/**
 * The call with whose phones ring by its offers. Phones that were to ring first count until they are reported; each
 * later one rings from its report on.
 */
export function withRinging(call: CallInProgress): CallInProgress {
  const { answeredAt, offers } = call.data;
  if (answeredAt !== null) return { ...call, ringing: [], ringingUntil: 0 };
  const reported = new Set(offers.map(({ id }) => id));
  const ringingOffers = offers.filter(({ result }) => result === "ringing");
  const isRinging = new Set(ringingOffers.map(({ id }) => id));
  const ringing = [...call.ringing.filter((id) => !reported.has(id) || isRinging.has(id)), ...isRinging];
  const lastEnd = (call.ringSeconds ?? 0) * SECOND + RING_TOLERANCE_MS;
  return {
    ...call,
    ringing: [...new Set(ringing)],
    ringingUntil: Math.max(call.ringingUntil, ...ringingOffers.map(({ at }) => at + lastEnd)),
  };
}

/** What a minute of the call costs. It counts from the answer: the price may have changed while it rang. */
function rateAfter(call: CallInProgress, after: CallData, { number, usage }: CallFacts): Micros {
  const isAnswer = after.answeredAt !== null && call.data.answeredAt === null;
  if (!isAnswer || call.prepaid || !number || !usage) return call.rateMicros;
  return minuteRate(usage.terms.data, number.data.kind);
}

/** Writes a call that a report changed: in progress as a row, once it is over as a record. */
export function callEffects(
  { account }: Scope,
  id: string,
  { known, ended, after }: ChangedCall,
  facts: CallFacts,
): Effect[] {
  if (known === null) return [save("call", ended!, after, { action: message("calls.didCorrect") })];
  if (after.endedAt === null)
    return [saveCall(withRinging({ ...known, rateMicros: rateAfter(known, after, facts), data: after }))];
  const action = message(after.outcome === "answered" ? "calls.didAnswer" : "calls.didMiss");
  // A call that was refused before has a record already: its platform asked again.
  const record = ended ? save("call", ended, after, { action }) : create(account, "call", id, after, { action });
  return [endCallInProgress(account, id), record];
}

/** The minutes of a call that is over: usage of the account, charged to its payer. */
export function minutesEffects(
  id: string,
  after: CallData,
  { number, usage }: CallFacts,
  { payer }: ReportContext,
  environment: { now: number; newId: NewId },
): readonly Effect[] {
  if (!number || !usage || payer === null) return [];
  const event = callUsage(id, minuteUsageKindOf(number.data.kind), after);
  return event ? countUsage(usage, [{ id, event }], payer, environment).effects : [];
}
