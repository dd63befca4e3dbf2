import { payerOf } from "@callboard/domain/account";
import { book, isInactive } from "@callboard/domain/ledger";
import { balance as sumOf, one } from "../needs.ts";
import { look } from "../store.ts";
import { open, router } from "../trpc.ts";

/** The available balance. */
export const balance = router({
  /** The sum in the account's own book. A sub-account on its agency's balance is told who pays, never how much is there. */
  current: open("read the balance").query(async ({ ctx }) => {
    const { scope } = ctx;
    const { account, terms } = await look(scope, {
      account: one("account", scope.account),
      terms: one("terms", scope.account),
    });
    const payer = payerOf(scope.account, account.data);
    const { sum } = await look({ ...scope, reach: [payer] }, { sum: sumOf(book(payer, "balance")) });
    const { currency } = terms.data;
    const inactive = isInactive(sum);
    if (payer === scope.account) return { paidBy: null, money: { micros: sum, currency }, inactive };
    const { agency } = await look({ ...scope, reach: [payer] }, { agency: one("account", payer, payer) });
    return { paidBy: agency.data.name, money: null, inactive };
  }),
});
