import type { ProviderCard } from "@callboard/domain/cards/schema";
import Stripe from "stripe";
import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import type { ChargeAnswer, DeclineReason } from "../port.ts";

const BRANDS: Record<string, ProviderCard["brand"]> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
  discover: "Discover",
  jcb: "JCB",
  diners: "Diners Club",
  unionpay: "UnionPay",
};

/** Converts a payment method to a card; null if it isn't one. */
export function cardFrom({ id, card, billing_details }: Stripe.PaymentMethod): ProviderCard | null {
  if (!card) return null;
  return {
    providerRef: id,
    brand: BRANDS[card.brand] ?? "Card",
    last4: card.last4,
    expMonth: card.exp_month,
    expYear: card.exp_year,
    fingerprint: card.fingerprint || null,
    holder: billing_details.name ?? "",
  };
}

/** Codes after which the card must not be charged again. */
const HARD_CODES = new Set([
  "lost_card",
  "stolen_card",
  "pickup_card",
  "restricted_card",
  "fraudulent",
  "security_violation",
  "revocation_of_authorization",
  "revocation_of_all_authorizations",
  "stop_payment_order",
]);

function declineReason(code: string | undefined, declineCode: string | undefined): DeclineReason | "approval needed" {
  if (code === "authentication_required" || declineCode === "authentication_required") return "approval needed";
  if (code === "expired_card" || declineCode === "expired_card") return "expired";
  if (declineCode === "insufficient_funds") return "insufficient funds";
  return declineCode !== undefined && HARD_CODES.has(declineCode) ? "stolen" : "other";
}

function declineAnswer(code: string | undefined, declineCode: string | undefined): ChargeAnswer {
  const reason = declineReason(code, declineCode);
  return reason === "approval needed" ? { outcome: "approval needed" } : { outcome: "declined", reason };
}

/** The outcome of a payment intent, for the states that our charges can reach. Throws `IndefiniteAnswer` for any other. */
export function intentAnswer({ status, last_payment_error: error }: Stripe.PaymentIntent): ChargeAnswer {
  if (status === "succeeded") return { outcome: "done" };
  if (status === "canceled") return { outcome: "canceled" };
  if (status === "requires_action") return { outcome: "approval needed" };
  if (status === "processing" || status === "requires_confirmation") return { outcome: "pending" };
  if (status !== "requires_payment_method") throw new IndefiniteAnswer("unreadable");
  return error ? declineAnswer(error.code, error.decline_code) : { outcome: "pending" };
}

export function refundAnswer({ status }: Stripe.Refund): ChargeAnswer {
  if (status === "succeeded") return { outcome: "done" };
  if (status === "pending" || status === "requires_action") return { outcome: "pending" };
  return { outcome: "declined", reason: "other" };
}

/** The answer if it is certain that no money moved; otherwise throws `IndefiniteAnswer`. */
export function errorAnswer(error: unknown): ChargeAnswer {
  const { errors } = Stripe;
  if (error instanceof errors.StripeCardError) return declineAnswer(error.code, error.decline_code || undefined);
  if (error instanceof errors.StripeRateLimitError) return { outcome: "busy" };
  if (error instanceof errors.StripeInvalidRequestError) {
    // Stripe reports a detached card as an invalid `payment_method` parameter.
    const isGone = error.code === "resource_missing" || error.param === "payment_method";
    return { outcome: "declined", reason: isGone ? "gone" : "other" };
  }
  throw indefiniteError(error);
}

/** Replaces Stripe's errors, which contain the request with names, so that none gets into logs. */
export function indefiniteError(error: unknown): unknown {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) return error;
  if (error instanceof errors.StripeConnectionError) return new IndefiniteAnswer("lost");
  // 409: Stripe is still working on an earlier request with the same key.
  return new IndefiniteAnswer(error.statusCode === 409 ? "silent" : "broken");
}
