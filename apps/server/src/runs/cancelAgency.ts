import { cancelAccount, cancelWith } from "@callboard/domain/canceling";
import { refuse } from "@callboard/domain/failure";
import { sameValue } from "@callboard/domain/history";
import { book } from "@callboard/domain/ledger";
import { leavingNumber } from "@callboard/domain/parting";
import { showNumber } from "@callboard/domain/phoneNumber";
import { phrase } from "@callboard/domain/phrase";
import type { Doc } from "@callboard/domain/record";
import type { Turn } from "@callboard/domain/runs";
import type { NumberData } from "@callboard/domain/tracking";
import { barred } from "../agencies.ts";
import { numberSorts, type Sorts } from "../counts.ts";
import { spendable } from "../errands/market.ts";
import { type Facts, known, type Need, NONE, one, where } from "../needs.ts";
import { balance } from "../bookNeeds.ts";
import type { Scope } from "../scope.ts";
import type { Instants } from "../store.ts";
import { workingBelow } from "../uses.ts";
import { counts, itemState } from "./items.ts";
import { runWork } from "./work.ts";

/** An account of the run: a sub-account, or last of all the agency itself. */
interface AccountItem {
  account: string;
  name: string;
  /** The numbers that were listed: with others the item is passed over. Of many (`null`) each is an item of its own. */
  numbers: string[] | null;
  /** Of many: how many there are to be of each sort when the account has its turn. */
  sorts?: Sorts;
}

/** A number of an account with many. `after`: the item of its account, which goes first; null where it goes last. */
interface NumberItem {
  account: string;
  number: string;
  after: number | null;
}

export type CancelItem = AccountItem | NumberItem;

/** Numbers that a cancellation gives back. */
export const GIVEN_BACK = ["active", "porting", "held", "forwarded"] as const;

/** As a list that can be compared. */
export const givenBack = (numbers: readonly Doc<NumberData>[]): string[] =>
  numbers
    .filter(({ data }) => data.standing.is !== "released" && data.standing.is !== "releasing")
    .map(({ data }) => data.e164)
    .sort();

const NOBODY: Need<string[]> = { stmts: () => [], take: () => [] };
const NO_NUMBERS: Need<Doc<NumberData>[]> = { stmts: () => [], take: () => [] };

const needs = (item: CancelItem, _shared: object, scope: Scope) => {
  const { account } = item;
  const after = "number" in item ? item.after : null;
  return {
    barred: "number" in item ? NONE : barred(account, "close the account"),
    account: one("account", account, account),
    lifecycle: one("lifecycle", account, account),
    terms: one("terms", account, account),
    subscription: known("subscription", account, account),
    numbers: "number" in item || item.numbers === null ? NO_NUMBERS : where("number", "account", account),
    sorts: numberSorts(GIVEN_BACK, account),
    number: "number" in item ? known("number", item.number, account) : NONE,
    balanceMicros: balance(book(account, "balance")),
    spendableMicros: spendable(account),
    below: account === scope.account ? workingBelow : NOBODY,
    counts: counts(scope.batch!),
    before: after === null ? NONE : itemState(scope.batch!, after),
  };
};
type Known = Facts<ReturnType<typeof needs>>;

/** Cancels one account and gives its numbers back. The agency waits until every other account has had its turn. */
export const cancelAgency = runWork({
  deed: "run the agency",
  owed: true,
  reach: ({ account }: CancelItem) => [account],
  needs,
  decide: (facts: Known, item, _shared, given, scope) =>
    "number" in item ? giveBack(facts, item, given, scope) : cancelOne(facts, item, given, scope),
});

function cancelOne(facts: Known, item: AccountItem, { now, newId }: Instants, scope: Scope): Turn {
  const { barred, numbers, sorts, terms, counts: run } = facts;
  if (barred) return { skipped: barred };
  const isAgency = item.account === scope.account;
  // Its subscription ends last: until then whatever failed can be tried again.
  if (isAgency && run.left > 1) refuse("busy", "call.busy");
  const meanwhile = phrase("lifecycle.numbersMeanwhile", { name: item.name });
  const asked = { ...facts, terms: terms.data, people: { count: 0, first: [] }, payer: item.account };
  const turn = { now, at: now, by: scope.actor, newId };
  if (item.numbers === null) {
    const isSame = sameValue(sorts, item.sorts);
    // Of the agency's own whatever is left failed before, and can be tried again with it.
    if (!isSame && isAgency) refuse("conflict", "lifecycle.numbersLeft", { name: item.name });
    if (!isSame) return { skipped: meanwhile };
    return { effects: cancelWith(asked, { lines: [], effects: [], micros: 0, heldUntil: null }, turn).effects };
  }
  if (!sameValue(givenBack(numbers), item.numbers)) return { skipped: meanwhile };
  const all = { ...asked, partingOf: () => ({ is: "release" }) as const, targets: new Map() };
  return { effects: cancelAccount(all, turn).effects };
}

/** A number of a canceled account, or of the agency before it is canceled. */
function giveBack(facts: Known, item: NumberItem, { now, newId }: Instants, scope: Scope): Turn {
  const { account, terms, lifecycle, number, before } = facts;
  if (before === "left") refuse("busy", "call.busy");
  if (item.after !== null && (before !== "done" || lifecycle.data.canceled === null))
    return { skipped: phrase("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: phrase("lifecycle.numberGone") };
  const { is: state } = number.data.standing;
  const named = { number: showNumber(number.data.e164) };
  if (state === "porting") refuse("conflict", "lifecycle.porting", { numbers: named.number });
  if (state !== "active") return { skipped: phrase("lifecycle.numberMeanwhile", { ...named, state }) };
  const home = { account, terms: terms.data, payer: item.account, targets: new Map() };
  return leavingNumber(number, { is: "release" }, home, { now, at: now, by: scope.actor, newId });
}
