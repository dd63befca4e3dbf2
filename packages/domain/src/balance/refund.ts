import type { Actor } from "../core/actor.ts";
import { type Effect, post, save } from "../core/effect.ts";
import { type RequestOutcome, type ProviderRequest, request } from "../core/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { refundReversal, refundMovement } from "../core/ledger.ts";
import { type Currency, type Micros, money } from "../core/money.ts";
import { message, type Phrase } from "../core/message.ts";
import { chargeDataOf, MICROS_PER_CENT, formatCents } from "./recharge.ts";
import type { Instant } from "../core/time.ts";

/** The input of a refund request, fixed before it is sent. */
export interface RefundRequestData {
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
    .filter(({ data }) => data.what === "refund card" && data.state !== "declined")
    .reduce((sum, one) => sum + refundDataOf(one).cents, 0);

/**
 * Requests a refund to the card that paid: at most what it paid, and what the balance can still spend. Throws
 * `conflict`, `invalid`.
 */
export function requestRefund(
  charge: ProviderRequest,
  refunds: readonly ProviderRequest[],
  { cents: wanted, reason }: { cents: number | null; reason: string },
  spendable: Micros,
  by: Actor,
  { now, newId }: { now: Instant; newId: () => string },
): Effect[] {
  const paid = chargeDataOf(charge);
  const left = paid.cents - refundedCents(refunds);
  if (charge.data.state !== "settled") fail("conflict", "refund.notPaid");
  if (left === 0) fail("conflict", "refund.already");
  const cents = wanted ?? left;
  if (cents > left) fail("invalid", "refund.tooMuch", { left: formatCents(left, paid.currency) }, "cents");
  const sum = formatCents(cents, paid.currency);
  if (cents * MICROS_PER_CENT > spendable) fail("conflict", "refund.notThere", { sum }, "cents");
  const { customer, currency } = paid;
  const input: RefundRequestData = {
    charge: charge.id,
    customer,
    chargedAt: charge.data.wantedAt,
    cents,
    currency,
    sum,
    reason,
  };
  const what = { what: "refund card", about: charge.data.about, record: paid.recharge, input: { ...input } } as const;
  return request(charge.account, newId(), what, by, now);
}

/** The refund arrived: books it once. */
export function settleRefund(request: ProviderRequest, now: Instant): RequestOutcome {
  const { cents, currency, sum, reason } = refundDataOf(request);
  const card = request.data.about;
  const memo = message("balance.refunded", { card, reason });
  const back = refundMovement(request.account, request.id, money(cents * MICROS_PER_CENT, currency), memo, now);
  return { state: "settled", why: message("refund.done", { sum, card }), effects: [post(back)] };
}

/**
 * The bank rejected the refund, as reported days later: a new entry that names the old one returns the amount to the
 * balance, and it can be refunded again.
 */
export function reverseRefund(request: ProviderRequest, entry: number, now: Instant): Effect[] {
  if (request.data.state !== "settled") return [];
  const { cents, currency, sum } = refundDataOf(request);
  const card = request.data.about;
  const why = message("refund.failed", { sum, card });
  const paid = money(cents * MICROS_PER_CENT, currency);
  return [
    save(
      "charge",
      request,
      { ...request.data, state: "declined", why },
      { action: message("refund.didFail", { sum, card }) },
    ),
    post(refundReversal(request.account, request.id, entry, paid, message("balance.refundFailed", { card }), now)),
  ];
}

export const declineRefund = (why: Phrase): RequestOutcome => ({ state: "declined", why, effects: [] });
