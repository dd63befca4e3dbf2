import { book } from "@callboard/domain/ledger";
import { holds } from "@callboard/domain/lifecycle";
import type { Errand } from "@callboard/domain/errands";
import { chargeOf, type RechargeFacts } from "@callboard/domain/recharge";
import { monthAround } from "@callboard/domain/period";
import { DAY } from "@callboard/domain/time";
import { administrators } from "../mail/administrators.ts";
import { stmt } from "../db.ts";
import { balance, type Facts, known, type Need, one, ownerOf, where } from "../needs.ts";
import type { Scope } from "../scope.ts";
import type { ChargeSought } from "./port.ts";

/** A charge as it is asked for at the provider. */
export const soughtFor = (errand: Errand): ChargeSought => ({
  key: errand.id,
  customer: chargeOf(errand).customer,
  since: errand.data.wantedAt,
});

/** What recharges have charged that were sent since an instant, in micros. What somebody topped up by hand is not counted. */
const chargedSince = (since: number): Need<number> => ({
  stmts: (scope) => [
    stmt(
      `SELECT coalesce(sum(micros), 0) AS micros FROM postings WHERE from_book = ? AND type = 'payment'
         AND type NOT IN ('minutes', 'messages', 'add-on') AND booked_at > ? AND happened_at >= ?
         AND memo ->> '$.key' <> 'balance.toppedUp'`,
      book(ownerOf(scope, undefined), "cards"),
      since - DAY,
      since,
    ),
  ],
  take: ([rows]) => Number(rows![0]!.micros),
});

/** Everything that a recharge of the account at hand depends on. `zone` decides when a month begins. */
export function rechargeNeeds(scope: Scope, zone: string) {
  const { account } = scope;
  return {
    account: one("account", account),
    terms: one("terms", account),
    lifecycle: one("lifecycle", account),
    settings: known("rechargeSettings", account),
    wallet: known("wallet", account),
    cards: where("card", "account"),
    open: where("recharge", { name: "open", value: "open" }),
    flights: where("charge", { name: "flight", value: "flight" }),
    balance: balance(book(account, "balance")),
    charged: chargedSince(monthAround(scope.now, zone).from),
    told: administrators([account]),
  };
}

export type RechargeNeeds = ReturnType<typeof rechargeNeeds>;

export function factsFrom(found: Facts<RechargeNeeds>, now: number): RechargeFacts {
  const { account, terms, lifecycle, settings, wallet, cards, open, flights, charged } = found;
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
    charged,
    capEndsAt: monthAround(now, account.data.zone).to,
  };
}
