import type { Actor } from "../core/actor.ts";
import { monthsAfter } from "../core/calendar.ts";
import { create, type Effect, post, save } from "../core/effect.ts";
import { type RequestOutcome, type ProviderRequest, request } from "../core/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { feeMovement } from "../core/ledger.ts";
import { type Currency, type Micros, money, formatAmountDue } from "../core/money.ts";
import { checkRoutingTarget, type RoutingTarget } from "./rules.ts";
import { checkCapacity, type PlanCapacity } from "../plans/catalogue.ts";
import { message, type Phrase } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { NumberData } from "./schema.ts";
import type { NumberKind, Route } from "./types.ts";
import type { Instant } from "../core/time.ts";

/** The input of a purchase, fixed at the click: the price that was shown is the price that is paid. */
export interface Purchase {
  e164: string;
  /** Formatted for people. */
  shown: string;
  name: string;
  kind: NumberKind;
  source: string | null;
  route: Route | null;
  feeMicros: Micros;
  currency: Currency;
  /** The paying account. */
  payer: string;
  /** The record to restore, if the account had the number before. */
  again?: string;
}

export interface PurchaseFacts {
  leads: RoutingTarget;
  /** The account that owns the number, and the one with an open order for it. */
  ownedBy: string | null;
  orderedBy: string | null;
  /** The part of the payer's balance that isn't reserved. */
  spendableMicros: Micros;
  /** The plan's limit and current use, counting open orders. */
  room: PlanCapacity;
}

/** Orders a number. Throws `invalid`, `conflict`, `unpaid`. Never reveals who else has it. */
export function buyNumber(
  account: string,
  errand: string,
  purchase: Purchase,
  market: PurchaseFacts,
  by: Actor,
  now: Instant,
): Effect[] {
  const { e164, shown, feeMicros, currency } = purchase;
  checkRoutingTarget(purchase, market.leads);
  if (market.ownedBy === account) fail("conflict", "errands.ownAlready", { number: shown }, "e164");
  if (market.orderedBy === account) fail("conflict", "errands.orderOpen", { number: shown }, "e164");
  if (market.ownedBy !== null || market.orderedBy !== null) fail("conflict", "errands.unavailable", {}, "e164");
  checkCapacity(market.room);
  if (market.spendableMicros < feeMicros)
    fail("unpaid", "errands.unpaid", { number: shown, fee: formatAmountDue(money(feeMicros, currency), "en") });
  return request(account, errand, { what: "buy number", about: e164, record: null, input: { ...purchase } }, by, now);
}

export interface DeliveryFacts {
  leads: RoutingTarget;
  /** The number was added to some account while the order was open. */
  owned: boolean;
  canceled: boolean;
  /** The zone for its months. */
  zone: string;
  before: Doc<NumberData> | null;
}

/**
 * The carrier assigned the number: adds it and charges its first month under the request's id, so at most once. If it
 * can't be added any more, it is released and costs nothing.
 */
export function settlePurchase(
  request: ProviderRequest,
  arrival: DeliveryFacts,
  spare: string,
  now: Instant,
): RequestOutcome {
  const { leads, owned, canceled, zone, before } = arrival;
  const purchase = request.data.input as unknown as Purchase;
  const { shown, payer, feeMicros, currency } = purchase;
  const said = { actor: request.data.by, action: message("errands.didBuy", { number: shown }) };
  if (owned || canceled) {
    const why = message(owned ? "errands.tooLate" : "errands.canceledMeanwhile", { number: shown });
    return { state: "declined", why, effects: releaseUnneeded(request, purchase, spare, now) };
  }
  const data = newNumber(purchase, leads, { now, zone });
  const fee = money(feeMicros, currency);
  const memo = message("errands.firstMonth", { number: shown });
  const pay = post(feeMovement("number", payer, request.account, fee, memo, now, `errand:${request.id}`));
  return {
    state: "settled",
    why: message("errands.bought", { number: shown, fee: formatAmountDue(fee, "en"), renews: data.renewsAt! }),
    effects: [
      before
        ? save("number", before, { ...before.data, ...data, name: before.data.name }, said)
        : create(request.account, "number", request.id, data, said),
      ...(feeMicros > 0 ? [pay] : []),
    ],
    record: before?.id ?? request.id,
  };
}

export const declinePurchase = (why: Phrase): RequestOutcome => ({ state: "declined", why, effects: [] });

/** Its routing target may have been removed since the click: then it has none until somebody sets one. */
function newNumber(
  { e164, name, kind, source, route }: Purchase,
  leads: RoutingTarget,
  { now, zone }: { now: Instant; zone: string },
): NumberData {
  return {
    e164,
    name,
    kind,
    source: leads.source ? source : null,
    route: leads.receiver || leads.queue ? route : null,
    stopped: null,
    paused: null,
    parked: null,
    standing: { is: "active", since: now },
    renewsAt: monthsAfter(now, 1, zone),
    paidFrom: now,
    graceUntil: null,
    origin: "bought",
  };
}

function releaseUnneeded(
  { account, data }: ProviderRequest,
  { e164, shown }: Purchase,
  spare: string,
  now: Instant,
): Effect[] {
  const wanted = { what: "release number", about: e164, record: null, input: { shown } } as const;
  return request(account, spare, wanted, data.by, now);
}
