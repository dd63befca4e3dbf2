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

/** What a purchase is carried out with, fixed at the click: the price that was shown is the price that is paid. */
export interface Purchase {
  e164: string;
  /** As people write it. */
  shown: string;
  name: string;
  kind: NumberKind;
  source: string | null;
  route: Route | null;
  feeMicros: Micros;
  currency: Currency;
  /** Whose balance pays. */
  payer: string;
  /** The record that it comes back into, where the account had it before. */
  again?: string;
}

export interface PurchaseFacts {
  leads: RoutingTarget;
  /** The account that has the number in its list, and the one with an open order for it. */
  ownedBy: string | null;
  orderedBy: string | null;
  /** What is on the payer's balance and not spoken for. */
  spendableMicros: Micros;
  /** What the plan leaves for a further number, orders that are open counted. */
  room: PlanCapacity;
}

/** Wants a number. Throws `invalid`, `conflict`, `unpaid`. Whose a number elsewhere is, is never said. */
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
  /** The number came into somebody's list while the order was open. */
  owned: boolean;
  canceled: boolean;
  /** In which its months are counted. */
  zone: string;
  before: Doc<NumberData> | null;
}

/**
 * The carrier has given the number to this account: it comes into the list and its first month is paid, under the
 * errand's own id, so once at most. Where it can no longer come in, it is given back and costs nothing.
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

/** What it should lead to may have been removed since the click: then it leads nowhere until somebody says where. */
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
