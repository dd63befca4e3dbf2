import type { ProviderAnswer, ProviderRequest } from "@callboard/domain/core/providerRequest";
import { message } from "@callboard/domain/core/message";
import { settleRefund, declineRefund, refundDataOf } from "@callboard/domain/balance/refund";
import type { ChargeAnswer, RefundOrder } from "../../integrations/payments/port.ts";
import { defineRequestHandler } from "../../provider-requests/handler.ts";

export const refundHandler = defineRequestHandler({
  deed: null,
  patienceMs: ({ payments }) => payments.patienceMs,
  send: async ({ payments }, request, signal) =>
    interpretAnswer(await payments.refund(refundOrderFor(request), signal)),
  ask: async ({ payments }, request, signal) =>
    interpretAnswer(await payments.askRefund(refundOrderFor(request), signal)),
  needs: () => ({}),
  endings: (_facts, request, { now }) => ({ done: () => settleRefund(request, now), declined: declineRefund }),
});

/** The refund order as the provider gets it. */
export function refundOrderFor(request: ProviderRequest): RefundOrder {
  const { charge, customer, chargedAt, cents } = refundDataOf(request);
  return { key: request.id, charge: { key: charge, customer, since: chargedAt }, cents };
}

function interpretAnswer(answer: ChargeAnswer): ProviderAnswer {
  if (answer.is === "done" || answer.is === "busy" || answer.is === "unheard") return answer;
  if (answer.is === "pending") return { is: "unknown", because: "pending" };
  return { is: "declined", why: message("refund.refused") };
}
