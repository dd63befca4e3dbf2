import { book } from "@callboard/domain/ledger";
import { holds } from "@callboard/domain/lifecycle";
import type { Errand } from "@callboard/domain/errands";
import { chargeOf, type RechargeFacts } from "@callboard/domain/recharge";
import type { PastCharge } from "@callboard/domain/rechargeHolds";
import { dayAround, monthAround } from "@callboard/domain/period";
import { DAY } from "@callboard/domain/time";
import { administrators } from "../mail/administrators.ts";
import { stmt } from "../db.ts";
import { former } from "../former.ts";
import { type Facts, known, type Need, one, where } from "../needs.ts";
import { ownerOf } from "../owners.ts";
import { balance } from "../bookNeeds.ts";
import type { ChargeSought } from "./port.ts";

/** A charge as it is asked for at the provider. */
export const soughtFor = (errand: Errand): ChargeSought => ({
  key: errand.id,
  customer: chargeOf(errand).customer,
  since: errand.data.wantedAt,
});

/** A month, and some days for clocks that differ. */
const LOOKED_BACK = 33 * DAY;

/** What recharges have charged of late, by when it was sent. What somebody topped up by hand is not among it. */
const chargedLately: Need<PastCharge[]> = {
  stmts: (scope) => [
    stmt(
      `SELECT happened_at AS at, micros FROM postings WHERE from_book = ? AND type = 'payment'
         AND type NOT IN ('minutes', 'messages', 'add-on')
         AND seq > coalesce((SELECT seq FROM postings WHERE booked_at <= ? ORDER BY booked_at DESC LIMIT 1), 0)
         AND memo ->> '$.key' NOT IN ('balance.toppedUp', 'balance.toppedUpLate')`,
      book(ownerOf(scope, undefined), "cards"),
      scope.now - LOOKED_BACK,
    ),
  ],
  take: ([rows]) => rows!.map(({ at, micros }) => ({ at: Number(at), micros: Number(micros) })),
};

/** Everything that a recharge of an account depends on. */
export const rechargeNeeds = (account: string) => ({
  account: one("account", account),
  terms: one("terms", account),
  lifecycle: one("lifecycle", account),
  settings: known("rechargeSettings", account),
  wallet: known("wallet", account),
  cards: where("card", "account"),
  open: where("recharge", { name: "open", value: "open" }),
  flights: where("charge", { name: "flight", value: "flight" }),
  balance: balance(book(account, "balance")),
  charged: chargedLately,
  zones: former("account", ({ now }) => now - LOOKED_BACK),
  told: administrators([account]),
});

export type RechargeNeeds = ReturnType<typeof rechargeNeeds>;

export function factsFrom(found: Facts<RechargeNeeds>, now: number): RechargeFacts {
  const { account, terms, lifecycle, settings, wallet, cards, open, flights, charged, zones } = found;
  const calendar = { zone: account.data.zone, before: zones };
  return {
    account: account.id,
    zone: account.data.zone,
    settings,
    wallet,
    cards,
    balance: found.balance,
    currency: terms.data.currency,
    open: open.find(({ data }) => data.what === "recharge") ?? null,
    inFlight: flights.some(({ data }) => data.endedAt === null),
    canceled: holds(lifecycle.data.canceled, now) || account.data.balanceFrom === "agency",
    lately: { charged, day: dayAround(now, calendar), month: monthAround(now, calendar) },
  };
}
