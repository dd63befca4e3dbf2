import { EntriesAsk } from "@callboard/domain/balance.schema";
import { book, isInactive } from "@callboard/domain/ledger";
import { balance as sumOf } from "../needs.ts";
import { look } from "../store.ts";
import { open, router } from "../trpc.ts";
import { entriesInWords } from "./balance/entries.ts";
import { metering } from "./balance/meter.ts";
import { operating } from "./balance/operating.ts";
import { payerHere } from "./balance/payer.ts";

/** The available balance: what is there, what went in and out, and what is counted against it. */
export const balance = router({
  /** The sum in the account's own book. A sub-account on its agency's balance is told who pays, never how much is there. */
  current: open("read the balance").query(async ({ ctx }) => {
    const { id, paidBy, currency, scope } = await payerHere(ctx.scope);
    const { sum } = await look(scope, { sum: sumOf(book(id, "balance")) });
    return { paidBy, money: paidBy === null ? { micros: sum, currency } : null, inactive: isInactive(sum) };
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

  ...metering,
  ...operating,
});
