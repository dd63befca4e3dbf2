import { monthOf, yearOf } from "@callboard/domain/period";
import { StatementAsk } from "@callboard/domain/statements.schema";
import { makeStatement } from "../statements/made.ts";
import { tellStatement } from "../statements/told.ts";
import { open, router } from "../trpc.ts";

/** Statements: a period's payments and activity, from the balance that it opened with to the one that it closed with. */
export const statements = router({
  /** Periods that people mostly mean, by the account's own clock. */
  periods: open("read the balance").query(({ ctx }) => {
    const { now } = ctx.scope;
    const { zone } = ctx.place;
    return { zone, thisMonth: monthOf(now, zone), lastMonth: monthOf(now, zone, 1), thisYear: yearOf(now, zone) };
  }),

  /** The statement of a period, in words. */
  preview: open("read the balance")
    .input(StatementAsk)
    .query(async ({ ctx, input }) => tellStatement(ctx.scope, await makeStatement(ctx.scope, input, ctx.place.zone))),
});
