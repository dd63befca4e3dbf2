import { Adjustment, Correction, Refund } from "@callboard/domain/balance.schema";
import { decided, post } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { wantRefund } from "@callboard/domain/refunds";
import { adjustment, bookOwner, correction, isCorrectable } from "@callboard/domain/ledger";
import { money } from "@callboard/domain/money";
import { phrase } from "@callboard/domain/phrase";
import { codePart } from "@callboard/domain/text";
import { correctionsOf, entryOf } from "../../entries.ts";
import { spendable } from "../../errands/market.ts";
import { leftOf } from "../../givenBack.ts";
import { one, where } from "../../needs.ts";
import { within } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { operators } from "../../trpc.ts";

/** What only platform staff do to a balance, each with a reason that the account reads. */
export const operating = {
  /** Gives to a balance (above zero) or takes from it. */
  adjust: operators.input(Adjustment).mutation(({ ctx, input }) => {
    const { account: id, micros, reason } = input;
    if (micros === 0) refuse("invalid", "balance.adjustNothing", {}, "micros");
    const scope = within(ctx.scope, id);
    return commit(scope, { account: one("account", id), terms: one("terms", id) }, ({ account, terms }, given) => {
      if (account.data.balanceFrom === "agency")
        refuse("conflict", "balance.paidByAgency", { account: account.data.name }, "account");
      const sum = money(micros, terms.data.currency);
      const memo = phrase("balance.adjusted", { reason });
      return [post(adjustment(id, sum, memo, given.now, `adjustment:${given.newId()}`))];
    });
  }),

  /** Gives a card payment back to its card, or a part of it. Answers at once: it is booked when the provider has done it. */
  refund: operators.input(Refund).mutation(async ({ ctx, input }) => {
    const { account, entry: seq, cents, reason } = input;
    const scope = within(ctx.scope, account);
    await look(scope, { account: one("account", account) });
    const { found } = await look(scope, { found: entryOf(seq) });
    const entry = found ?? refuse("not-found", "balance.entryMissing", {}, "entry");
    if (entry.type !== "payment") refuse("conflict", "refund.noPayment", {}, "entry");
    const { charge } = await look(scope, { charge: one("charge", codePart(entry.key, "charge:".length)) });
    const needs = {
      charge: one("charge", charge.id),
      alike: where("charge", { name: "record", value: charge.data.record! }),
      free: spendable(account),
    };
    return commit(scope, needs, ({ charge: paid, alike, free }, given) => {
      const refunds = alike.filter(({ data }) => data.input.charge === paid.id);
      return wantRefund(paid, refunds, { cents, reason }, free, scope.actor, given);
    });
  }),

  /** Takes an entry of the account's balance back, what of it was not given back before, by a new one that names it. */
  correct: operators.input(Correction).mutation(async ({ ctx, input }) => {
    const { account, entry: seq, reason } = input;
    const scope = within(ctx.scope, account);
    await look(scope, { account: one("account", account) });
    const { found } = await look(scope, { found: entryOf(seq) });
    const entry = found ?? refuse("not-found", "balance.entryMissing", {}, "entry");
    if (!isCorrectable(entry.type)) refuse("conflict", "balance.notCorrected", {}, "entry");
    const reach = [bookOwner(entry.from), bookOwner(entry.to)].filter((owner) => owner !== account);
    return commit(
      { ...scope, reach },
      { corrected: correctionsOf([seq]), left: leftOf(seq) },
      ({ corrected, left }, { now }) => {
        if (corrected.has(seq)) refuse("conflict", "balance.correctedAlready", {}, "entry");
        if (left <= 0) refuse("conflict", "balance.givenBack", {}, "entry");
        const isWhole = left === Math.abs(entry.micros);
        const memo = phrase(isWhole ? "balance.corrected" : "balance.correctedRest", { entry: `#${seq}`, reason });
        return decided([post(correction(entry, left, memo, now))], null);
      },
    );
  }),
};
