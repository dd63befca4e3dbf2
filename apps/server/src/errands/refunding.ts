import type { Answer } from "@callboard/domain/errands";
import { phrase } from "@callboard/domain/phrase";
import { refundDone, refundNotDone, refundOf } from "@callboard/domain/refunds";
import type { ChargeAnswer } from "../payments/port.ts";
import { errandWork } from "./work.ts";

/** Gives money back to the card that paid it. */
export const refunding = errandWork({
  patienceMs: ({ payments }) => payments.patienceMs,
  send: async ({ payments }, errand, signal) => {
    const { charge, cents } = refundOf(errand);
    return heard(await payments.refund({ key: errand.id, charge, cents }, signal));
  },
  ask: async ({ payments }, { id }, signal) => heard(await payments.askRefund(id, signal)),
  needs: () => ({}),
  endings: (_facts, errand, { now }) => ({ done: () => refundDone(errand, now), declined: refundNotDone }),
});

function heard(answer: ChargeAnswer): Answer {
  if (answer.is === "done" || answer.is === "busy" || answer.is === "unheard") return answer;
  if (answer.is === "pending") return { is: "unknown", because: "pending" };
  return { is: "declined", why: phrase("refund.refused") };
}
