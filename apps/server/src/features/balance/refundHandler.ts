import type { ProviderAnswer, ProviderRequest } from "@callboard/domain/core/provider-request/providerRequest";
import { message } from "@callboard/domain/core/message";
import { settleRefund, declineRefund, refundDataOf } from "@callboard/domain/balance/refund";
import type { ChargeAnswer, RefundOrder } from "../../integrations/payments/port.ts";
import { defineRequestHandler } from "../../provider-requests/handler.ts";

/** Refunds a card payment at the provider. A refund that is still pending is asked about later. */
export const refundHandler = defineRequestHandler({
  permission: null,
  timeoutMs: ({ payments }) => payments.timeoutMs,
  send: async ({ payments }, request, signal) =>
    interpretAnswer(await payments.refund(refundOrderFor(request), signal)),
  check: async ({ payments }, request, signal) =>
    interpretAnswer(await payments.checkRefund(refundOrderFor(request), signal)),
  queries: () => ({}),
  outcomeRules: (_facts, request, { now }) => ({ done: () => settleRefund(request, now), declined: declineRefund }),
});

/** The refund order as the provider gets it. */
export function refundOrderFor(request: ProviderRequest): RefundOrder {
  const { charge, customer, chargedAt, cents } = refundDataOf(request);
  return { key: request.id, charge: { key: charge, customer, since: chargedAt }, cents };
}

function interpretAnswer(answer: ChargeAnswer): ProviderAnswer {
  if (answer.outcome === "done" || answer.outcome === "busy" || answer.outcome === "not received") return answer;
  if (answer.outcome === "pending") return { outcome: "unknown", reason: "pending" };
  return { outcome: "declined", why: message("balance.refund.refused") };
}
