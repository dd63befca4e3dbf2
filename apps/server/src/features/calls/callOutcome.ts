import { callUsage } from "@callboard/domain/calls/callEvents";
import type { CallData } from "@callboard/domain/calls/schema";
import { create, type Effect, save } from "@callboard/domain/core/effect";
import type { NewId } from "@callboard/domain/core/ids";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import { USAGE_KIND_OF } from "@callboard/domain/lifecycle/holdCost";
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

/** Writes a call that a report changed: in progress as a row, once it is over as a record. */
export function callEffects({ account }: Scope, id: string, { known, ended, after }: ChangedCall): Effect[] {
  if (ended) return [save("call", ended, after, { action: message("calls.didCorrect") })];
  if (after.endedAt === null) {
    const ringing = after.answeredAt === null ? known!.ringing : [];
    return [saveCall({ ...known!, ringing, ringingUntil: ringing.length > 0 ? known!.ringingUntil : 0, data: after })];
  }
  const action = message(after.outcome === "answered" ? "calls.didAnswer" : "calls.didMiss");
  return [endCallInProgress(account, id), create(account, "call", id, after, { action })];
}

/** The minutes of a call that is over: usage of the account, charged to its payer. */
export function minutesEffects(
  id: string,
  after: CallData,
  { number, usage }: { number: Doc<NumberData> | null; usage: UsageFacts | null },
  { payer }: ReportContext,
  environment: { now: number; newId: NewId },
): readonly Effect[] {
  if (!number || !usage || payer === null) return [];
  const event = callUsage(id, USAGE_KIND_OF[number.data.kind], after);
  return event ? countUsage(usage, [{ id, event }], payer, environment).effects : [];
}
