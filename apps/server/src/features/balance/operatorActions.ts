import { AdjustmentInput, CorrectionInput, RefundInput } from "@callboard/domain/balance/schema";
import { decision, post } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { requestRefund } from "@callboard/domain/balance/refund";
import { adjustment, bookOwner, correction, isCorrectable } from "@callboard/domain/core/ledger";
import { money } from "@callboard/domain/core/money";
import { message } from "@callboard/domain/core/message";
import { sliceCode } from "@callboard/domain/core/text/text";
import { findCorrections, findEntry } from "../../store/ledger/entries.ts";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { remainingOf } from "../../store/ledger/reversals.ts";
import { findOne, findMany } from "../../store/queries.ts";
import { scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { operatorProcedure } from "../../rpc/procedures.ts";

/** Actions on a balance that only the operator may take, each with a reason that the account can read. */
export const operatorProcedures = {
  /** Adds to a balance (above zero) or takes from it (below zero). */
  adjust: operatorProcedure.input(AdjustmentInput).mutation(({ ctx, input }) => {
    const { account: id, micros, reason } = input;
    if (micros === 0) fail("invalid", "balance.adjustNothing", {}, "micros");
    const scope = scopeWithin(ctx.scope, id);
    return commit(
      scope,
      { account: findOne("account", id), terms: findOne("terms", id) },
      ({ account, terms }, environment) => {
        if (account.data.balanceFrom === "agency")
          fail("conflict", "balance.paidByAgency", { account: account.data.name }, "account");
        const sum = money(micros, terms.data.currency);
        const memo = message("balance.adjusted", { reason });
        return [post(adjustment(id, sum, memo, environment.now, `adjustment:${environment.newId()}`))];
      },
    );
  }),

  /**
   * Refunds a card payment to its card, in full or in part. Answers at once: the refund is booked when the provider has
   * made it.
   */
  refund: operatorProcedure.input(RefundInput).mutation(async ({ ctx, input }) => {
    const { account, entry: seq, cents, reason } = input;
    const scope = scopeWithin(ctx.scope, account);
    // Throws `not-found` if there is no such account.
    await read(scope, { account: findOne("account", account) });
    const entry =
      (await read(scope, { entry: findEntry(seq) })).entry ?? fail("not-found", "balance.entryMissing", {}, "entry");
    if (entry.type !== "payment") fail("conflict", "balance.refund.noPayment", {}, "entry");
    const { charge } = await read(scope, { charge: findOne("charge", sliceCode(entry.key, "charge:".length)) });
    const queries = {
      charge: findOne("charge", charge.id),
      requests: findMany("charge", { name: "record", value: charge.data.recordId! }),
      spendableMicros: spendableBalance(account),
    };
    return commit(scope, queries, ({ charge: payment, requests, spendableMicros }, environment) => {
      const refunds = requests.filter(({ data }) => data.input.charge === payment.id);
      return requestRefund(payment, refunds, { cents, reason }, spendableMicros, scope.actor, environment);
    });
  }),

  /** Reverses the part of an entry that hasn't been reversed yet, with a new entry that names it. */
  correct: operatorProcedure.input(CorrectionInput).mutation(async ({ ctx, input }) => {
    const { account, entry: seq, reason } = input;
    const scope = scopeWithin(ctx.scope, account);
    // Throws `not-found` if there is no such account.
    await read(scope, { account: findOne("account", account) });
    const entry =
      (await read(scope, { entry: findEntry(seq) })).entry ?? fail("not-found", "balance.entryMissing", {}, "entry");
    if (!isCorrectable(entry.type)) fail("conflict", "balance.notCorrected", {}, "entry");
    const relatedAccounts = [bookOwner(entry.from), bookOwner(entry.to)].filter((owner) => owner !== account);
    return commit(
      { ...scope, relatedAccounts },
      { corrected: findCorrections([seq]), remaining: remainingOf(seq) },
      ({ corrected, remaining }, { now }) => {
        if (corrected.has(seq)) fail("conflict", "balance.correctedAlready", {}, "entry");
        if (remaining <= 0) fail("conflict", "balance.refundedAlready", {}, "entry");
        const isWhole = remaining === Math.abs(entry.micros);
        const memo = message(isWhole ? "balance.corrected" : "balance.correctedRest", { entry: `#${seq}`, reason });
        return decision([post(correction(entry, remaining, memo, now))], null);
      },
    );
  }),
};
