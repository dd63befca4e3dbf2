import { admitCall } from "@callboard/domain/calls/admit";
import { fail } from "@callboard/domain/core/failure";
import type { TryCallInput } from "@callboard/domain/calls/schema";
import type * as z from "zod/mini";
import type { Scope } from "../../store/scope.ts";
import { type CallAnswer, refusedAnswer, targetAnswer } from "./callAnswer.ts";
import { readGate } from "./gate.ts";

/** What a call to this number or queue would get now, by the same rule that answers phone platforms. */
export async function tryCall(
  scope: Scope,
  { number, queue }: z.output<typeof TryCallInput>,
): Promise<{ answer: CallAnswer; now: number }> {
  if ((number === undefined) === (queue === undefined)) fail("invalid", "calls.tryOne", {}, "number");
  const reading = await readGate(scope, number === undefined ? { queue: queue! } : { number });
  if (reading === null) return fail("not-found", "record.notFound");
  const admission = admitCall(reading.facts, scope.now);
  const answer = admission.connect
    ? targetAnswer(reading, admission.target, admission.maxSeconds)
    : refusedAnswer(scope, reading.facts.zone, admission);
  return { answer, now: scope.now };
}
