import { fail } from "@callboard/domain/core/failure";
import { roundCents, money } from "@callboard/domain/core/money";
import { message } from "@callboard/domain/core/message";
import { refundDataOf } from "@callboard/domain/balance/refund";
import { findEntry } from "../../store/ledger/entries.ts";
import { findOne, findMany } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import type { ReceiptView } from "./statementView.ts";

/** The receipt of a card payment, by its entry's number. Throws `not-found`. */
export async function readReceiptView(scope: Scope, seq: number, zone: string): Promise<ReceiptView> {
  const { found, account, all } = await read(scope, {
    found: findEntry(seq),
    account: findOne("account", scope.account),
    all: findMany("charge", "account"),
  });
  if (found?.type !== "payment") fail("not-found", "statements.noPayment", {}, "entry");
  const { memo, micros, currency, bookedAt, key } = found;
  const refunds = all.filter(
    (one) =>
      one.data.what === "refund card" && one.data.state === "settled" && `charge:${refundDataOf(one).charge}` === key,
  );
  return withDisplayNames(scope, { zone, currency }, (show) => ({
    account: account.data.name,
    billTo: account.data.billTo,
    zone,
    currency,
    entry: seq,
    bookedAt,
    text: show.phrase(memo),
    cents: roundCents(money(micros, currency)),
    refunds: refunds.map((refund) => {
      const { cents, reason } = refundDataOf(refund);
      const text = show.phrase(message("balance.refunded", { card: refund.data.about, reason }));
      return { bookedAt: refund.data.endedAt!, text, cents: -cents };
    }),
  }));
}
