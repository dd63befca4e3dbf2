import { releaseInput } from "./release.ts";
import type { Actor } from "../core/actor.ts";
import { monthsAfter } from "../core/calendar.ts";
import { create, type Effect, post, save } from "../core/effect.ts";
import { type RequestOutcome, type ProviderRequest, request } from "../core/provider-request/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { feeMovement } from "../core/ledger.ts";
import { type Currency, type Micros, money, formatAmountDue } from "../core/money.ts";
import { checkRoutingTarget, type RoutingRecords } from "./rules.ts";
import { checkCapacity, type PlanCapacity } from "../plans/catalogue.ts";
import { message, type Message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { NumberData } from "./schema.ts";
import type { NumberKind, RoutingTarget } from "./types.ts";
import type { Instant } from "../core/time.ts";

/** The input of a purchase, fixed when it is ordered: the price that was shown is the price that is paid. */
export interface Purchase {
  e164: string;
  /** Formatted for people. */
  display: string;
  name: string;
  kind: NumberKind;
  source: string | null;
  route: RoutingTarget | null;
  feeMicros: Micros;
  currency: Currency;
  /** The paying account. */
  payer: string;
  /** The record to restore, if the account had the number before. */
  formerRecord?: string;
}

export interface PurchaseFacts {
  routingTarget: RoutingRecords;
  /** The account that owns the number, and the one with an open order for it. */
  ownedBy: string | null;
  orderedBy: string | null;
  /** The part of the payer's balance that isn't reserved. */
  spendableMicros: Micros;
  /** The plan's limit and current use, counting open orders. */
  capacity: PlanCapacity;
}

/** Orders a number. Throws `invalid`, `conflict`, `unpaid`. Never reveals who else has it. */
export function buyNumber(
  account: string,
  requestId: string,
  purchase: Purchase,
  facts: PurchaseFacts,
  by: Actor,
  now: Instant,
): Effect[] {
  const { e164, display, feeMicros, currency } = purchase;
  checkRoutingTarget(purchase, facts.routingTarget);
  if (facts.ownedBy === account) fail("conflict", "numbers.alreadyOwned", { number: display }, "e164");
  if (facts.orderedBy === account) fail("conflict", "numbers.orderOpen", { number: display }, "e164");
  if (facts.ownedBy !== null || facts.orderedBy !== null) fail("conflict", "numbers.unavailable", {}, "e164");
  checkCapacity(facts.capacity);
  if (facts.spendableMicros < feeMicros)
    fail("unpaid", "numbers.unpaid", { number: display, fee: formatAmountDue(money(feeMicros, currency), "en") });
  return request(
    account,
    requestId,
    { type: "buy number", subject: e164, recordId: null, input: { ...purchase } },
    by,
    now,
  );
}

export interface DeliveryFacts {
  routingTarget: RoutingRecords;
  /** The number was added to some account while the order was open. */
  isOwnedElsewhere: boolean;
  canceled: boolean;
  /** The zone for its months. */
  zone: string;
  /** The record to restore, if the account had the number before. */
  before: Doc<NumberData> | null;
}

/**
 * The carrier assigned the number: adds it and charges its first month under the request's id, so at most once. If it
 * can't be added any more, it is released and costs nothing.
 */
export function settlePurchase(
  request: ProviderRequest,
  facts: DeliveryFacts,
  releaseRequestId: string,
  now: Instant,
): RequestOutcome {
  const { routingTarget, isOwnedElsewhere, canceled, zone, before } = facts;
  const purchase = request.data.input as unknown as Purchase;
  const { display, payer, feeMicros, currency } = purchase;
  const metadata = { actor: request.data.requestedBy, action: message("numbers.didBuy", { number: display }) };
  if (isOwnedElsewhere || canceled) {
    const why = message(isOwnedElsewhere ? "numbers.arrivedTooLate" : "numbers.canceledMeanwhile", { number: display });
    return { state: "declined", why, effects: releaseUnneeded(request, purchase, releaseRequestId, now) };
  }
  const data = newNumber(purchase, routingTarget, { now, zone });
  const fee = money(feeMicros, currency);
  const memo = message("numbers.firstMonth", { number: display });
  const charge = post(feeMovement("number", payer, request.account, fee, memo, now, `request:${request.id}`));
  return {
    state: "settled",
    why: message("numbers.bought", { number: display, fee: formatAmountDue(fee, "en"), renews: data.renewsAt! }),
    effects: [
      before
        ? save("number", before, { ...before.data, ...data, name: before.data.name }, metadata)
        : create(request.account, "number", request.id, data, metadata),
      ...(feeMicros > 0 ? [charge] : []),
    ],
    recordId: before?.id ?? request.id,
  };
}

export const declinePurchase = (why: Message): RequestOutcome => ({ state: "declined", why, effects: [] });

/** Its routing target may have been removed since the click: then it has none until somebody sets one. */
function newNumber(
  { e164, name, kind, source, route }: Purchase,
  references: RoutingRecords,
  { now, zone }: { now: Instant; zone: string },
): NumberData {
  return {
    e164,
    name,
    kind,
    source: references.source ? source : null,
    route: references.receiver || references.queue ? route : null,
    stopped: null,
    paused: null,
    frozen: null,
    state: { is: "active", since: now },
    renewsAt: monthsAfter(now, 1, zone),
    billingAnchor: now,
    graceUntil: null,
    origin: "bought",
  };
}

function releaseUnneeded(
  { account, data }: ProviderRequest,
  { e164, display }: Purchase,
  releaseRequestId: string,
  now: Instant,
): Effect[] {
  const spec = {
    type: "release number",
    subject: e164,
    recordId: null,
    input: { ...releaseInput(display) },
  } as const;
  return request(account, releaseRequestId, spec, data.requestedBy, now);
}
