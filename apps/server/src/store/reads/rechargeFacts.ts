import { book } from "@callboard/domain/core/ledger";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import { type RechargeFacts } from "@callboard/domain/balance/recharge";
import type { PastCharge } from "@callboard/domain/balance/rechargeLimits";
import { dayBounds, monthBounds } from "@callboard/domain/core/period";
import { DAY } from "@callboard/domain/core/time";
import { findAdministrators } from "./administrators.ts";
import { stmt } from "../database/port.ts";
import { findFormerValues } from "../formerValues.ts";
import { type Facts, findOptional, type Query, findOne, findAll, findMany } from "../queries.ts";
import { checkedAccount } from "../checkedAccount.ts";
import { bookBalance } from "../ledger/balances.ts";

/** A month, plus some days because clocks and zones differ. */
const PAST_CHARGES_WINDOW = 33 * DAY;

/**
 * Recent recharges by the time they were requested, without manual top-ups. The condition on other types changes nothing,
 * but only with it does SQLite use the index by type.
 */
const findPastCharges: Query<PastCharge[]> = {
  statements: (scope) => [
    stmt(
      `SELECT happened_at AS at, micros FROM postings WHERE from_book = ? AND type = 'payment'
         AND type NOT IN ('minutes', 'messages', 'add-on')
         AND seq > coalesce((SELECT seq FROM postings WHERE booked_at <= ? ORDER BY booked_at DESC LIMIT 1), 0)
         AND memo ->> '$.key' NOT IN ('balance.toppedUp', 'balance.toppedUpLate')`,
      book(checkedAccount(scope, undefined), "cards"),
      scope.now - PAST_CHARGES_WINDOW,
    ),
  ],
  parse: ([rows]) => rows!.map(({ at, micros }) => ({ at: Number(at), micros: Number(micros) })),
};

/** Everything that a recharge of an account depends on. */
export const rechargeQueries = (account: string) => ({
  account: findOne("account", account),
  terms: findOne("terms", account),
  lifecycle: findOne("lifecycle", account),
  settings: findOptional("rechargeSettings", account),
  wallet: findOptional("wallet", account),
  cards: findAll("card"),
  open: findMany("recharge", { name: "open", value: "open" }),
  openCharges: findMany("charge", { name: "flight", value: "flight" }),
  balance: bookBalance(book(account, "balance")),
  pastCharges: findPastCharges,
  formerZones: findFormerValues("account", ({ now }) => now - PAST_CHARGES_WINDOW),
  recipients: findAdministrators([account]),
});

export type RechargeQueries = ReturnType<typeof rechargeQueries>;

export function rechargeFactsFrom(facts: Facts<RechargeQueries>, now: number): RechargeFacts {
  const { account, terms, lifecycle, settings, wallet, cards, open, openCharges, pastCharges, formerZones } = facts;
  const calendar = { zone: account.data.zone, formerZones };
  return {
    account: account.id,
    zone: account.data.zone,
    settings,
    wallet,
    cards,
    balance: facts.balance,
    currency: terms.data.currency,
    openRecharge: open.find(({ data }) => data.type === "recharge") ?? null,
    isCharging: openCharges.some(({ data }) => data.endedAt === null),
    canceled: isInForce(lifecycle.data.canceled, now) || account.data.balanceFrom === "agency",
    recentCharges: { charges: pastCharges, day: dayBounds(now, calendar), month: monthBounds(now, calendar) },
  };
}
