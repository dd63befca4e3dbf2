import type { Actor } from "../core/actor.ts";
import { type Effect, post, save } from "../core/effect.ts";
import { type RequestOutcome, type ProviderRequest, request } from "../core/provider-request/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { refundReversal, refundMovement } from "../core/ledger.ts";
import { type Currency, type Micros, MICROS_PER_CENT, money } from "../core/money.ts";
import { message, type Message } from "../core/message.ts";
import { chargeDataOf, formatCents } from "./recharge.ts";
import type { Instant } from "../core/time.ts";

/** The input of a refund request, fixed before it is sent. */
export interface RefundRequestData {
  /** The id of the charge's provider request. */
  charge: string;
  /** The provider's customer, and when the charge was requested. */
  customer: string;
  chargedAt: Instant;
  cents: number;
  currency: Currency;
  sum: string;
  reason: string;
}

export const refundDataOf = ({ data }: ProviderRequest): RefundRequestData =>
  data.input as unknown as RefundRequestData;

/** The part of a charge that is refunded or being refunded, in cents. */
const refundedCents = (refunds: readonly ProviderRequest[]): number =>
  refunds
    .filter(({ data }) => data.type === "refund card" && data.state !== "declined")
    .reduce((sum, refund) => sum + refundDataOf(refund).cents, 0);

/**
 * Requests a refund to the card that paid: at most what it paid, and what the balance can still spend. Throws
 * `conflict`, `invalid`.
 */
export function requestRefund(
  charge: ProviderRequest,
  refunds: readonly ProviderRequest[],
  { cents: requestedCents, reason }: { cents: number | null; reason: string },
  spendable: Micros,
  by: Actor,
  { now, newId }: { now: Instant; newId: () => string },
): Effect[] {
  const chargeData = chargeDataOf(charge);
  const refundable = chargeData.cents - refundedCents(refunds);
  if (charge.data.state !== "settled") fail("conflict", "balance.refund.notPaid");
  if (refundable === 0) fail("conflict", "balance.refund.already");
  const cents = requestedCents ?? refundable;
  if (cents > refundable)
    fail("invalid", "balance.refund.tooMuch", { left: formatCents(refundable, chargeData.currency) }, "cents");
  const sum = formatCents(cents, chargeData.currency);
  if (cents * MICROS_PER_CENT > spendable) fail("conflict", "balance.refund.notEnoughBalance", { sum }, "cents");
  const { customer, currency } = chargeData;
  const input: RefundRequestData = {
    charge: charge.id,
    customer,
    chargedAt: charge.data.requestedAt,
    cents,
    currency,
    sum,
    reason,
  };
  const spec = {
    type: "refund card",
    subject: charge.data.subject,
    recordId: chargeData.recharge,
    input: { ...input },
  } as const;
  return request(charge.account, newId(), spec, by, now);
}

/** The provider made the refund: books it once. */
export function settleRefund(request: ProviderRequest, now: Instant): RequestOutcome {
  const { cents, currency, sum, reason } = refundDataOf(request);
  const card = request.data.subject;
  const memo = message("balance.refunded", { card, reason });
  const movement = refundMovement(request.account, request.id, money(cents * MICROS_PER_CENT, currency), memo, now);
  return { state: "settled", why: message("balance.refund.done", { sum, card }), effects: [post(movement)] };
}

/**
 * The bank rejected the refund, as reported days later: a new entry that names the old one returns the amount to the
 * balance, and it can be refunded again.
 */
export function reverseRefund(request: ProviderRequest, entry: number, now: Instant): Effect[] {
  if (request.data.state !== "settled") return [];
  const { cents, currency, sum } = refundDataOf(request);
  const card = request.data.subject;
  const why = message("balance.refund.failed", { sum, card });
  const amount = money(cents * MICROS_PER_CENT, currency);
  return [
    save(
      "charge",
      request,
      { ...request.data, state: "declined", why },
      { action: message("balance.refund.didFail", { sum, card }) },
    ),
    post(refundReversal(request.account, request.id, entry, amount, message("balance.refundFailed", { card }), now)),
  ];
}

export const declineRefund = (why: Message): RequestOutcome => ({ state: "declined", why, effects: [] });
