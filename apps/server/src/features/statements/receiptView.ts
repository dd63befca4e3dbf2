import { fail } from "@callboard/domain/core/failure";
import { roundCents, money } from "@callboard/domain/core/money";
import { message } from "@callboard/domain/core/message";
import { refundDataOf } from "@callboard/domain/balance/refund";
import { findEntry } from "../../store/ledger/entries.ts";
import { findOne, findAll } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import type { ReceiptView } from "./statementView.ts";

/** The receipt of a card payment, by its entry's number. Throws `not-found`. */
export async function readReceiptView(scope: Scope, seq: number, zone: string): Promise<ReceiptView> {
  const { entry, account, charges } = await read(scope, {
    entry: findEntry(seq),
    account: findOne("account", scope.account),
    charges: findAll("charge"),
  });
  if (entry?.type !== "payment") fail("not-found", "statements.noPayment", {}, "entry");
  const { memo, micros, currency, bookedAt, key } = entry;
  const refunds = charges.filter(
    (charge) =>
      charge.data.type === "refund card" &&
      charge.data.state === "settled" &&
      `charge:${refundDataOf(charge).charge}` === key,
  );
  return withDisplayNames(scope, { zone, currency }, (show) => ({
    account: account.data.name,
    billTo: account.data.billTo,
    zone,
    currency,
    entry: seq,
    bookedAt,
    text: show.message(memo),
    cents: roundCents(money(micros, currency)),
    refunds: refunds.map((refund) => {
      const { cents, reason } = refundDataOf(refund);
      const text = show.message(message("balance.refunded", { card: refund.data.subject, reason }));
      return { bookedAt: refund.data.endedAt!, text, cents: -cents };
    }),
  }));
}
