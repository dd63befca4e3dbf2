import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { EntriesInput } from "@callboard/domain/balance/schema";
import { ZoneInput } from "@callboard/domain/balance/rechargeSchema";
import { cardName, lastCardExpiringSoon, formatExpiry } from "@callboard/domain/cards/rules";
import { message } from "@callboard/domain/core/message";
import * as z from "zod/mini";
import { book, isInactive } from "@callboard/domain/core/ledger";
import { findOne, findMany } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { withDisplayNames, displayLocaleFor } from "../../store/reads/displayNames.ts";
import { readEntryViews } from "./entryViews.ts";
import { meterProcedures } from "./meter.ts";
import { operatorProcedures } from "./operatorActions.ts";
import { rechargeProcedures } from "./recharge.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { readForecast } from "../../store/reads/forecast.ts";
import { asOfOrNow, type Scope } from "../../store/scope.ts";
import { readPayer } from "../../store/reads/payer.ts";

/** A search compares words as they are shown, so each entry must be rendered first, which is slow. */
const isSearch = (input: unknown): boolean => {
  const { search } = Object(input) as { search?: unknown };
  return typeof search === "string" && search.trim() !== "";
};

/** The available balance, its movements, and how much has been spent. */
export const balance = router({
  /**
   * The paying account's balance. A sub-account that its agency pays for sees who pays and whether that is enough, never
   * how much there is.
   */
  current: accountProcedure("read the balance")
    .input(z._default(ZoneInput, {}))
    .query(async ({ ctx, input }) => {
      const { id, paidBy, currency, scope } = await readPayer(ctx.scope);
      const { balanceMicros, openRecharges, lifecycle, terms } = await read(scope, {
        lifecycle: findOne("lifecycle", scope.account),
        terms: findOne("terms", scope.account),
        balanceMicros: bookBalance(book(id, "balance")),
        openRecharges: findMany("recharge", { name: "open", value: "open" }),
      });
      const [latest] = openRecharges.toSorted((a, b) => b.data.startedAt - a.data.startedAt);
      const { frozenConnects } = terms.data;
      const serviceFacts = { lifecycle: lifecycle.data, balanceMicros, frozenConnects };
      const { label, message: stateMessage } = accountServiceStateAt(serviceFacts, paidBy, asOfOrNow(scope));
      const isOwn = paidBy === null && ctx.scope.asOf === undefined;
      const ownForecast = isOwn ? await readOwnForecastFacts(ctx.scope, ctx.context.zone) : null;
      return withDisplayNames(
        ctx.scope,
        displayLocaleFor(ctx.scope, input.zone ?? ctx.scope.locale?.zone ?? ctx.context.zone, currency),
        (show) => ({
          paidBy,
          money: paidBy === null ? { micros: balanceMicros, currency } : null,
          inactive: isInactive(balanceMicros),
          /** What the account does now: active, inactive, stopped, paused or canceled. */
          label,
          state: show.message(stateMessage),
          /** How long the balance lasts and why, in one sentence; only for the account's own balance. */
          forecast: ownForecast && label !== "canceled" ? show.message(ownForecast.forecast.why) : null,
          /** The recharge depends on a card that expires soon, and there is no other. */
          ending: ownForecast?.lastExpiringCard
            ? show.message(
                message("cards.endsAlone", {
                  card: cardName(ownForecast.lastExpiringCard),
                  end: formatExpiry(ownForecast.lastExpiringCard),
                }),
              )
            : null,
          /** The recharge or top-up that hasn't ended, and why it waits; null if there is none. */
          recharge: latest
            ? { id: latest.id, isCharging: latest.data.state === "charging", why: show.message(latest.data.why) }
            : null,
        }),
      );
    }),

  /**
   * Movements that match the filters, the newest first, each with the balance before and after it. `next` is the cursor
   * of the next page.
   */
  entries: accountProcedure("read the balance")
    .meta({ inReaderThread: isSearch })
    .input(EntriesInput)
    .query(async ({ ctx, input }) => {
      const { beforePosition = null, limit, zone = ctx.scope.locale?.zone ?? ctx.context.zone, ...filter } = input;
      const { paidBy, currency } = await readPayer(ctx.scope);
      const page = await readEntryViews(ctx.scope, displayLocaleFor(ctx.scope, zone, currency), filter, {
        beforePosition,
        limit,
      });
      return { ...page, currency, paidBy };
    }),

  ...rechargeProcedures,
  ...meterProcedures,
  ...operatorProcedures,
});

async function readOwnForecastFacts(scope: Scope, zone: string) {
  const facts = await read(scope, rechargeQueries(scope.account));
  const { settings, cards } = rechargeFactsFrom(facts, scope.now);
  const lastCard = settings?.data.enabled ? lastCardExpiringSoon(cards, scope.now, zone) : null;
  return { forecast: await readForecast(scope, zone, facts), lastExpiringCard: lastCard?.data ?? null };
}
