import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { EntriesInput } from "@callboard/domain/balance/schema";
import { ZoneInput } from "@callboard/domain/balance/rechargeSchema";
import { cardName, lastCardExpiringSoon, formatExpiry } from "@callboard/domain/cards/rules";
import { message } from "@callboard/domain/core/message";
import * as z from "zod/mini";
import { book, isInactive } from "@callboard/domain/core/ledger";
import { findOne, findMany } from "../../store/queries.ts";
import { bookBalance as sumOf } from "../../store/ledger/balances.ts";
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

/** The available balance: what is there, its movements, and what has been spent. */
export const balance = router({
  /**
   * The balance in the account's own book. A sub-account that its agency pays for sees who pays, never how much there
   * is.
   */
  current: accountProcedure("read the balance")
    .input(z._default(ZoneInput, {}))
    .query(async ({ ctx, input }) => {
      const { id, paidBy, currency, scope } = await readPayer(ctx.scope);
      const { sum, under, lifecycle, terms } = await read(scope, {
        lifecycle: findOne("lifecycle", scope.account),
        terms: findOne("terms", scope.account),
        sum: sumOf(book(id, "balance")),
        under: findMany("recharge", { name: "open", value: "open" }),
      });
      const [news] = under.toSorted((a, b) => b.data.startedAt - a.data.startedAt);
      const { parkedServes } = terms.data;
      const account = { lifecycle: lifecycle.data, balanceMicros: sum, parkedServes };
      const { label, says } = accountServiceStateAt(account, paidBy, asOfOrNow(scope));
      const isOwn = paidBy === null && ctx.scope.asOf === undefined;
      const ahead = isOwn ? await readOwnForecastFacts(ctx.scope, ctx.place.zone) : null;
      return withDisplayNames(
        ctx.scope,
        displayLocaleFor(ctx.scope, input.zone ?? ctx.scope.locale?.zone ?? ctx.place.zone, currency),
        (show) => ({
          paidBy,
          money: paidBy === null ? { micros: sum, currency } : null,
          inactive: isInactive(sum),
          /** The account's state, whatever its balance. */
          label,
          state: show.phrase(says),
          /** How long the balance lasts and why, in one sentence; only for the account's own balance. */
          forecast: ahead && label !== "canceled" ? show.phrase(ahead.outlook.why) : null,
          /** The recharge depends on a card that expires soon, and there is no other. */
          ending: ahead?.alone
            ? show.phrase(message("cards.endsAlone", { card: cardName(ahead.alone), end: formatExpiry(ahead.alone) }))
            : null,
          /** The recharge in progress, or the reason why there is none. */
          recharge: news
            ? { id: news.id, isCharging: news.data.state === "charging", why: show.phrase(news.data.why) }
            : null,
        }),
      );
    }),

  /**
   * Movements that match the filters, the newest first, each with the balance before and after it. `next` is the cursor
   * of the next page.
   */
  entries: accountProcedure("read the balance")
    .meta({ apart: isSearch })
    .input(EntriesInput)
    .query(async ({ ctx, input }) => {
      const { before = null, limit, zone = ctx.scope.locale?.zone ?? ctx.place.zone, ...asked } = input;
      const { paidBy, currency } = await readPayer(ctx.scope);
      const page = await readEntryViews(ctx.scope, displayLocaleFor(ctx.scope, zone, currency), asked, {
        before,
        limit,
      });
      return { ...page, currency, paidBy };
    }),

  ...rechargeProcedures,
  ...meterProcedures,
  ...operatorProcedures,
});

async function readOwnForecastFacts(scope: Scope, zone: string) {
  const found = await read(scope, rechargeQueries(scope.account));
  const { settings, cards } = rechargeFactsFrom(found, scope.now);
  const alone = settings?.data.on ? lastCardExpiringSoon(cards, scope.now, zone) : null;
  return { outlook: await readForecast(scope, zone, found), alone: alone?.data ?? null };
}
