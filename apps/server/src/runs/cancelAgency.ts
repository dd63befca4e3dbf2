import { cancelAccount } from "@callboard/domain/canceling";
import { refuse } from "@callboard/domain/failure";
import { sameValue } from "@callboard/domain/history";
import { book } from "@callboard/domain/ledger";
import { phrase } from "@callboard/domain/phrase";
import type { Doc } from "@callboard/domain/record";
import type { NumberData } from "@callboard/domain/tracking";
import { barred } from "../agencies.ts";
import { spendable } from "../errands/market.ts";
import { balance, known, type Need, one, where } from "../needs.ts";
import { workingBelow } from "../uses.ts";
import { counts } from "./items.ts";
import { runWork } from "./work.ts";

/** One account of the run: a sub-account, or last of all the agency itself. */
export interface CancelItem {
  account: string;
  name: string;
  /** The numbers that were listed: with others the item is passed over. */
  numbers: string[];
}

/** The numbers that a cancellation gives back, as a list that can be compared. */
export const givenBack = (numbers: readonly Doc<NumberData>[]): string[] =>
  numbers
    .filter(({ data }) => data.standing.is !== "released" && data.standing.is !== "releasing")
    .map(({ data }) => data.e164)
    .sort();

const NOBODY: Need<string[]> = { stmts: () => [], take: () => [] };

/** Cancels one account and gives its numbers back. The agency waits until every other account has had its turn. */
export const cancelAgency = runWork({
  deed: "run the agency",
  reach: ({ account }: CancelItem) => [account],
  needs: ({ account }: CancelItem, _shared: object, scope) => ({
    barred: barred(account, "close the account"),
    account: one("account", account, account),
    lifecycle: one("lifecycle", account, account),
    terms: one("terms", account, account),
    subscription: known("subscription", account, account),
    numbers: where("number", "account", account),
    balanceMicros: balance(book(account, "balance")),
    spendableMicros: spendable(account),
    below: account === scope.account ? workingBelow : NOBODY,
    counts: counts(scope.batch!),
  }),
  decide(facts, item, _shared, { now, newId }, scope) {
    const { barred, numbers, terms, counts: run } = facts;
    if (barred) return { skipped: barred };
    // Its subscription ends last: until then whatever failed can be tried again.
    if (item.account === scope.account && run.left > 1) refuse("busy", "call.busy");
    if (!sameValue(givenBack(numbers), item.numbers))
      return { skipped: phrase("lifecycle.numbersMeanwhile", { name: item.name }) };
    const { effects } = cancelAccount(
      {
        ...facts,
        terms: terms.data,
        people: { count: 0, first: [] },
        payer: item.account,
        partingOf: () => ({ is: "release" }),
        targets: new Map(),
      },
      { now, at: now, by: scope.actor, newId },
    );
    return { effects };
  },
});
