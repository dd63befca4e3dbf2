import type { Actor } from "./actor.ts";
import { monthsAfter } from "./calendar.ts";
import { create, type Effect, post, save } from "./decision.ts";
import { type Ending, type Errand, want } from "./errands.ts";
import { refuse } from "./failure.ts";
import { feeMovement } from "./ledger.ts";
import { type Currency, type Micros, money, showOwed } from "./money.ts";
import { checkLeads, type Leads } from "./numbers.ts";
import { checkRoom, type Room } from "./plans.ts";
import { phrase, type Phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import type { NumberData } from "./tracking.schema.ts";
import type { NumberKind, Route } from "./tracking.ts";
import type { Instant } from "./time.ts";

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

export interface Market {
  leads: Leads;
  /** The account that has the number in its list, and the one with an open order for it. */
  ownedBy: string | null;
  orderedBy: string | null;
  /** What is on the payer's balance and not spoken for. */
  spendableMicros: Micros;
  /** What the plan leaves for a further number, orders that are open counted. */
  room: Room;
}

/** Wants a number. Throws `invalid`, `conflict`, `unpaid`. Whose a number elsewhere is, is never said. */
export function buyNumber(
  account: string,
  errand: string,
  purchase: Purchase,
  market: Market,
  by: Actor,
  now: Instant,
): Effect[] {
  const { e164, shown, feeMicros, currency } = purchase;
  checkLeads(purchase, market.leads);
  if (market.ownedBy === account) refuse("conflict", "errands.ownAlready", { number: shown }, "e164");
  if (market.orderedBy === account) refuse("conflict", "errands.orderOpen", { number: shown }, "e164");
  if (market.ownedBy !== null || market.orderedBy !== null) refuse("conflict", "errands.unavailable", {}, "e164");
  checkRoom(market.room);
  if (market.spendableMicros < feeMicros)
    refuse("unpaid", "errands.unpaid", { number: shown, fee: showOwed(money(feeMicros, currency), "en") });
  return want(account, errand, { what: "buy number", about: e164, record: null, input: { ...purchase } }, by, now);
}

export interface Arrival {
  leads: Leads;
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
export function numberBought(errand: Errand, arrival: Arrival, spare: string, now: Instant): Ending {
  const { leads, owned, canceled, zone, before } = arrival;
  const purchase = errand.data.input as unknown as Purchase;
  const { shown, payer, feeMicros, currency } = purchase;
  const said = { actor: errand.data.by, action: phrase("errands.didBuy", { number: shown }) };
  if (owned || canceled) {
    const why = phrase(owned ? "errands.tooLate" : "errands.canceledMeanwhile", { number: shown });
    return { state: "declined", why, effects: giveBack(errand, purchase, spare, now) };
  }
  const data = newNumber(purchase, leads, { now, zone });
  const fee = money(feeMicros, currency);
  const memo = phrase("errands.firstMonth", { number: shown });
  const pay = post(feeMovement("number", payer, errand.account, fee, memo, now, `errand:${errand.id}`));
  return {
    state: "settled",
    why: phrase("errands.bought", { number: shown, fee: showOwed(fee, "en"), renews: data.renewsAt! }),
    effects: [
      before
        ? save("number", before, { ...before.data, ...data, name: before.data.name }, said)
        : create(errand.account, "number", errand.id, data, said),
      ...(feeMicros > 0 ? [pay] : []),
    ],
    record: before?.id ?? errand.id,
  };
}

export const numberNotBought = (why: Phrase): Ending => ({ state: "declined", why, effects: [] });

/** What it should lead to may have been removed since the click: then it leads nowhere until somebody says where. */
function newNumber(
  { e164, name, kind, source, route }: Purchase,
  leads: Leads,
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

function giveBack({ account, data }: Errand, { e164, shown }: Purchase, spare: string, now: Instant): Effect[] {
  const wanted = { what: "release number", about: e164, record: null, input: { shown } } as const;
  return want(account, spare, wanted, data.by, now);
}
