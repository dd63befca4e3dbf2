import { admitCall, type Refusal } from "@callboard/domain/calls/admit";
import { fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { may } from "@callboard/domain/core/permissions";
import type { TryCallInput } from "@callboard/domain/calls/schema";
import type { QueueData } from "@callboard/domain/queues/schema";
import type * as z from "zod/mini";
import { messageRenderer } from "../../store/messageText.ts";
import type { Scope } from "../../store/scope.ts";
import { type ConnectAnswer, type RefusedAnswer, refusedAnswer, targetAnswer } from "./callAnswer.ts";
import { type GateReading, readGate } from "./gate.ts";

/** Where a call goes that no agent answers. `name`: of the receiving number or queue. */
interface NoAnswerTarget {
  to: QueueData["noAnswer"]["to"];
  name: string | null;
}

/** A call that would be connected. */
interface TriedConnection extends Omit<ConnectAnswer, "maxSeconds" | "targets"> {
  /** Who would be rung, in this order. `number`: as people read it; null for an agent. */
  rings: { name: string; number: string | null }[];
  /** How long it could last. Null for readers who may not see the balance that pays for it. */
  maxSeconds: number | null;
  /** Null if no queue rings. */
  afterwards: NoAnswerTarget | null;
}
/** A call that wouldn't be. `callerHears`: as a sentence. */
interface TriedRefusal extends RefusedAnswer {
  callerHears: string;
}
export type TriedCall = TriedConnection | TriedRefusal;

/** What a call to this number or queue would get now, by the same rule that answers phone platforms. */
export async function tryCall(
  scope: Scope,
  { number, queue }: z.output<typeof TryCallInput>,
): Promise<{ answer: TriedCall; now: number }> {
  if ((number === undefined) === (queue === undefined)) fail("invalid", "calls.tryOne", {}, "number");
  const reading = await readGate(scope, number === undefined ? { queue: queue! } : { number });
  if (reading === null) return fail("not-found", "record.notFound");
  const admission = admitCall(reading.facts, scope.now);
  if (!admission.connect) return { answer: triedRefusal(scope, reading, admission), now: scope.now };
  const { target, maxSeconds, prepaid } = admission;
  const seesBalance = reading.payer === scope.account && may(scope.membership, "read the balance");
  const { targets, ...connection } = targetAnswer(reading, target, maxSeconds);
  const answer = {
    ...connection,
    rings: targets.map((one) => ({
      name: one.name,
      number: one.kind === "number" ? formatPhoneNumber(one.number) : null,
    })),
    maxSeconds: prepaid || seesBalance ? maxSeconds : null,
    afterwards: target.to === "agents" ? afterwards(reading, target.queue.data) : null,
  };
  return { answer, now: scope.now };
}

function triedRefusal(scope: Scope, { facts }: GateReading, refusal: Refusal): TriedRefusal {
  const callerHears = messageRenderer(scope, facts.zone)(message(`calls.hears.${refusal.hears}`));
  return { ...refusedAnswer(scope, facts.zone, refusal), callerHears };
}

function afterwards({ facts }: GateReading, { noAnswer }: QueueData): NoAnswerTarget {
  if (noAnswer.to === "queue") return { to: "queue", name: facts.queues.get(noAnswer.id)?.data.name ?? null };
  if (noAnswer.to === "receiver") return { to: "receiver", name: facts.receivers.get(noAnswer.id)?.data.name ?? null };
  return { to: noAnswer.to, name: null };
}
