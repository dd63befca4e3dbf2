import type { Actor } from "./actor.ts";
import { type Effect, post, save } from "./decision.ts";
import { type Ending, type Errand, want } from "./errands.ts";
import { refuse } from "./failure.ts";
import { refundBack, refundMovement } from "./ledger.ts";
import { type Currency, type Micros, money } from "./money.ts";
import { phrase, type Phrase } from "./phrase.ts";
import { chargeOf, MICROS_PER_CENT, sumOf } from "./recharge.ts";
import type { Instant } from "./time.ts";

/** What a refund is carried out with, fixed before it is sent. */
export interface RefundInput {
  charge: string;
  /** Whose charge it was at the provider, and when it was wanted. */
  customer: string;
  chargedAt: Instant;
  cents: number;
  currency: Currency;
  sum: string;
  reason: string;
}

export const refundOf = ({ data }: Errand): RefundInput => data.input as unknown as RefundInput;

/** What of a charge is refunded, or on its way back, in cents. */
const refundedCents = (refunds: readonly Errand[]): number =>
  refunds
    .filter(({ data }) => data.what === "refund card" && data.state !== "declined")
    .reduce((sum, one) => sum + refundOf(one).cents, 0);

/** Money goes back to the card that paid it: at most what it paid, and what can still be spent from the balance. Throws `conflict`, `invalid`. */
export function wantRefund(
  charge: Errand,
  refunds: readonly Errand[],
  { cents: wanted, reason }: { cents: number | null; reason: string },
  spendable: Micros,
  by: Actor,
  { now, newId }: { now: Instant; newId: () => string },
): Effect[] {
  const paid = chargeOf(charge);
  const left = paid.cents - refundedCents(refunds);
  if (charge.data.state !== "settled") refuse("conflict", "refund.notPaid");
  if (left === 0) refuse("conflict", "refund.already");
  const cents = wanted ?? left;
  if (cents > left) refuse("invalid", "refund.tooMuch", { left: sumOf(left, paid.currency) }, "cents");
  const sum = sumOf(cents, paid.currency);
  if (cents * MICROS_PER_CENT > spendable) refuse("conflict", "refund.notThere", { sum }, "cents");
  const { customer, currency } = paid;
  const input: RefundInput = {
    charge: charge.id,
    customer,
    chargedAt: charge.data.wantedAt,
    cents,
    currency,
    sum,
    reason,
  };
  const what = { what: "refund card", about: charge.data.about, record: paid.recharge, input: { ...input } } as const;
  return want(charge.account, newId(), what, by, now);
}

/** The card has it back: it leaves the balance, once. */
export function refundDone(errand: Errand, now: Instant): Ending {
  const { cents, currency, sum, reason } = refundOf(errand);
  const card = errand.data.about;
  const memo = phrase("balance.refunded", { card, reason });
  const back = refundMovement(errand.account, errand.id, money(cents * MICROS_PER_CENT, currency), memo, now);
  return { state: "settled", why: phrase("refund.done", { sum, card }), effects: [post(back)] };
}

/**
 * The bank did not take it, which the provider says days later: the sum is on the balance again, as a new entry that names
 * the old one, and can be refunded again.
 */
export function refundFailed(errand: Errand, entry: number, now: Instant): Effect[] {
  if (errand.data.state !== "settled") return [];
  const { cents, currency, sum } = refundOf(errand);
  const card = errand.data.about;
  const why = phrase("refund.failed", { sum, card });
  const paid = money(cents * MICROS_PER_CENT, currency);
  return [
    save(
      "charge",
      errand,
      { ...errand.data, state: "declined", why },
      { action: phrase("refund.didFail", { sum, card }) },
    ),
    post(refundBack(errand.account, errand.id, entry, paid, phrase("balance.refundFailed", { card }), now)),
  ];
}

export const refundNotDone = (why: Phrase): Ending => ({ state: "declined", why, effects: [] });
