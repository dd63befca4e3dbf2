import { EntriesAsk } from "@callboard/domain/balance.schema";
import { Shown } from "@callboard/domain/recharge.schema";
import * as z from "zod/mini";
import { book, isInactive } from "@callboard/domain/ledger";
import { balance as sumOf, where } from "../needs.ts";
import { look } from "../store.ts";
import { open, router } from "../trpc.ts";
import { inWords } from "../words.ts";
import { entriesInWords } from "./balance/entries.ts";
import { metering } from "./balance/meter.ts";
import { operating } from "./balance/operating.ts";
import { recharging } from "./balance/recharge.ts";
import { outlookHere } from "../payments/outlook.ts";
import { payerHere } from "./balance/payer.ts";

/** The available balance: what is there, what went in and out, and what is counted against it. */
export const balance = router({
  /** The sum in the account's own book. A sub-account on its agency's balance is told who pays, never how much is there. */
  current: open("read the balance")
    .input(z._default(Shown, {}))
    .query(async ({ ctx, input }) => {
      const { id, paidBy, currency, scope } = await payerHere(ctx.scope);
      const { sum, under } = await look(scope, {
        sum: sumOf(book(id, "balance")),
        under: where("recharge", { name: "open", value: "open" }),
      });
      const [news] = under.toSorted((a, b) => b.data.startedAt - a.data.startedAt);
      const isPast = ctx.scope.asOf !== undefined;
      const outlook = paidBy === null && !isPast ? await outlookHere(ctx.scope, ctx.place.zone) : null;
      const words = { zone: input.zone ?? ctx.place.zone, currency };
      return {
        paidBy,
        money: paidBy === null ? { micros: sum, currency } : null,
        inactive: isInactive(sum),
        /** How long it lasts, in one sentence with its cause; for the account's own balance. */
        forecast: outlook === null ? null : await inWords(ctx.scope, words, (show) => show.phrase(outlook.why)),
        /** The recharge that is under way, or what keeps it from being one. */
        recharge: news
          ? await inWords(ctx.scope, words, (show) => ({
              id: news.id,
              isCharging: news.data.state === "charging",
              why: show.phrase(news.data.why),
            }))
          : null,
      };
    }),

  /** Movements that fit the filters, the newest first, each with the balance before and after it. `next` leads on. */
  entries: open("read the balance")
    .input(EntriesAsk)
    .query(async ({ ctx, input }) => {
      const { before = null, limit, zone = ctx.place.zone, ...asked } = input;
      const { paidBy, currency } = await payerHere(ctx.scope);
      const page = await entriesInWords(ctx.scope, { zone, currency }, asked, { before, limit });
      return { ...page, currency, paidBy };
    }),

  ...recharging,
  ...metering,
  ...operating,
});
