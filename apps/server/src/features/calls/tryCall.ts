import { admitCall } from "@callboard/domain/calls/admit";
import { may } from "@callboard/domain/core/permissions";
import { fail } from "@callboard/domain/core/failure";
import type { TryCallInput } from "@callboard/domain/calls/schema";
import type * as z from "zod/mini";
import type { Scope } from "../../store/scope.ts";
import { type ConnectAnswer, type RefusedAnswer, refusedAnswer, targetAnswer } from "./callAnswer.ts";
import { type GateReading, readGate } from "./gate.ts";

/** `maxSeconds`: null for readers who may not see the balance that pays. */
type TriedCall = RefusedAnswer | (Omit<ConnectAnswer, "maxSeconds"> & { maxSeconds: number | null });

/** How long a call may last says how much there is to spend. */
const showsBalance = ({ membership, account }: Scope, { payer }: GateReading): boolean =>
  payer === account && may(membership, "read the balance");

/** What a call to this number or queue would get now, by the same rule that answers phone platforms. */
export async function tryCall(
  scope: Scope,
  { number, queue }: z.output<typeof TryCallInput>,
): Promise<{ answer: TriedCall; now: number }> {
  if ((number === undefined) === (queue === undefined)) fail("invalid", "calls.tryOne", {}, "number");
  const reading = await readGate(scope, number === undefined ? { queue: queue! } : { number });
  if (reading === null) return fail("not-found", "record.notFound");
  const admission = admitCall(reading.facts, scope.now);
  if (!admission.connect) return { answer: refusedAnswer(scope, reading.facts.zone, admission), now: scope.now };
  const { target } = admission;
  const maxSeconds = showsBalance(scope, reading) ? admission.maxSeconds : null;
  return { answer: { ...targetAnswer(reading, target, admission.maxSeconds), maxSeconds }, now: scope.now };
}
