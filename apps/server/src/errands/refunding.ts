import type { Answer, Errand } from "@callboard/domain/errands";
import { phrase } from "@callboard/domain/phrase";
import { refundDone, refundNotDone, refundOf } from "@callboard/domain/refunds";
import type { ChargeAnswer, RefundOrder } from "../payments/port.ts";
import { errandWork } from "./work.ts";

/** Gives money back to the card that paid it. */
export const refunding = errandWork({
  deed: null,
  patienceMs: ({ payments }) => payments.patienceMs,
  send: async ({ payments }, errand, signal) => heard(await payments.refund(refundSought(errand), signal)),
  ask: async ({ payments }, errand, signal) => heard(await payments.askRefund(refundSought(errand), signal)),
  needs: () => ({}),
  endings: (_facts, errand, { now }) => ({ done: () => refundDone(errand, now), declined: refundNotDone }),
});

/** A refund as it is asked for at the provider. */
export function refundSought(errand: Errand): RefundOrder {
  const { charge, customer, chargedAt, cents } = refundOf(errand);
  return { key: errand.id, charge: { key: charge, customer, since: chargedAt }, cents };
}

function heard(answer: ChargeAnswer): Answer {
  if (answer.is === "done" || answer.is === "busy" || answer.is === "unheard") return answer;
  if (answer.is === "pending") return { is: "unknown", because: "pending" };
  return { is: "declined", why: phrase("refund.refused") };
}
