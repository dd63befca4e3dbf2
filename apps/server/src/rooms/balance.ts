import { accountServiceAt } from "@callboard/domain/accountService";
import { EntriesAsk } from "@callboard/domain/balance.schema";
import { Shown } from "@callboard/domain/recharge.schema";
import { cardName, endsAlone, endText } from "@callboard/domain/cards";
import { phrase } from "@callboard/domain/phrase";
import * as z from "zod/mini";
import { book, isInactive } from "@callboard/domain/ledger";
import { one, where } from "../needs.ts";
import { balance as sumOf } from "../bookNeeds.ts";
import { look } from "../store.ts";
import { open, router } from "../trpc.ts";
import { inWords, wordsFor } from "../words.ts";
import { entriesInWords } from "./balance/entries.ts";
import { metering } from "./balance/meter.ts";
import { operating } from "./balance/operating.ts";
import { recharging } from "./balance/recharge.ts";
import { factsFrom, rechargeNeeds } from "../payments/facts.ts";
import { outlookOf } from "../payments/outlook.ts";
import { momentOf, type Scope } from "../scope.ts";
import { payerHere } from "./balance/payer.ts";

/** What a memo says is looked for as it is shown: each entry is put into words. */
const isSearch = (input: unknown): boolean => {
  const { search } = Object(input) as { search?: unknown };
  return typeof search === "string" && search.trim() !== "";
};

/** The available balance: what is there, what went in and out, and what is counted against it. */
export const balance = router({
  /** The sum in the account's own book. A sub-account on its agency's balance is told who pays, never how much is there. */
  current: open("read the balance")
    .input(z._default(Shown, {}))
    .query(async ({ ctx, input }) => {
      const { id, paidBy, currency, scope } = await payerHere(ctx.scope);
      const { sum, under, lifecycle, terms } = await look(scope, {
        lifecycle: one("lifecycle", scope.account),
        terms: one("terms", scope.account),
        sum: sumOf(book(id, "balance")),
        under: where("recharge", { name: "open", value: "open" }),
      });
      const [news] = under.toSorted((a, b) => b.data.startedAt - a.data.startedAt);
      const { parkedServes } = terms.data;
      const account = { lifecycle: lifecycle.data, balanceMicros: sum, parkedServes };
      const { label, says } = accountServiceAt(account, paidBy, momentOf(scope));
      const isOwn = paidBy === null && ctx.scope.asOf === undefined;
      const ahead = isOwn ? await aheadOf(ctx.scope, ctx.place.zone) : null;
      return inWords(
        ctx.scope,
        wordsFor(ctx.scope, input.zone ?? ctx.scope.locale?.zone ?? ctx.place.zone, currency),
        (show) => ({
          paidBy,
          money: paidBy === null ? { micros: sum, currency } : null,
          inactive: isInactive(sum),
          /** How the account stands, whatever the balance is. */
          label,
          state: show.phrase(says),
          /** How long it lasts, in one sentence with its cause; for the account's own balance. */
          forecast: ahead && label !== "canceled" ? show.phrase(ahead.outlook.why) : null,
          /** A card that the recharge hangs on ends soon, and there is no other. */
          ending: ahead?.alone
            ? show.phrase(phrase("cards.endsAlone", { card: cardName(ahead.alone), end: endText(ahead.alone) }))
            : null,
          /** The recharge that is under way, or what keeps it from being one. */
          recharge: news
            ? { id: news.id, isCharging: news.data.state === "charging", why: show.phrase(news.data.why) }
            : null,
        }),
      );
    }),

  /** Movements that fit the filters, the newest first, each with the balance before and after it. `next` leads on. */
  entries: open("read the balance")
    .meta({ apart: isSearch })
    .input(EntriesAsk)
    .query(async ({ ctx, input }) => {
      const { before = null, limit, zone = ctx.scope.locale?.zone ?? ctx.place.zone, ...asked } = input;
      const { paidBy, currency } = await payerHere(ctx.scope);
      const page = await entriesInWords(ctx.scope, wordsFor(ctx.scope, zone, currency), asked, { before, limit });
      return { ...page, currency, paidBy };
    }),

  ...recharging,
  ...metering,
  ...operating,
});

/** What the account's own balance is heading for. */
async function aheadOf(scope: Scope, zone: string) {
  const found = await look(scope, rechargeNeeds(scope.account));
  const { settings, cards } = factsFrom(found, scope.now);
  const alone = settings?.data.on ? endsAlone(cards, scope.now, zone) : null;
  return { outlook: await outlookOf(scope, zone, found), alone: alone?.data ?? null };
}
