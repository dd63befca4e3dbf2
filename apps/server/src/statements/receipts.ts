import { refuse } from "@callboard/domain/failure";
import { centsEven, money } from "@callboard/domain/money";
import { phrase } from "@callboard/domain/phrase";
import { refundOf } from "@callboard/domain/refunds";
import { entryOf } from "../entries.ts";
import { one, where } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { look } from "../store.ts";
import { inWords } from "../words.ts";
import type { ToldReceipt } from "./told.ts";

/** The receipt of a card payment, by its entry's number. Throws `not-found`. */
export async function tellReceipt(scope: Scope, seq: number, zone: string): Promise<ToldReceipt> {
  const { found, account, all } = await look(scope, {
    found: entryOf(seq),
    account: one("account", scope.account),
    all: where("charge", "account"),
  });
  if (found?.type !== "payment") refuse("not-found", "statements.noPayment", {}, "entry");
  const { memo, micros, currency, bookedAt, key } = found;
  const refunds = all.filter(
    (one) =>
      one.data.what === "refund card" && one.data.state === "settled" && `charge:${refundOf(one).charge}` === key,
  );
  return inWords(scope, { zone, currency }, (show) => ({
    account: account.data.name,
    billTo: account.data.billTo,
    zone,
    currency,
    entry: seq,
    bookedAt,
    text: show.phrase(memo),
    cents: centsEven(money(micros, currency)),
    refunds: refunds.map((refund) => {
      const { cents, reason } = refundOf(refund);
      const text = show.phrase(phrase("balance.refunded", { card: refund.data.about, reason }));
      return { bookedAt: refund.data.endedAt!, text, cents: -cents };
    }),
  }));
}
