import { cancelAccount, cancelWith } from "@callboard/domain/lifecycle/cancel";
import { fail } from "@callboard/domain/core/failure";
import { isSameValue } from "@callboard/domain/core/differences";
import { book } from "@callboard/domain/core/ledger";
import { applyDisposition } from "@callboard/domain/lifecycle/disposition";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import type { ItemResult } from "@callboard/domain/runs/rules";
import type { NumberData } from "@callboard/domain/numbers/types";
import { blockedReason } from "../../store/reads/blockedReason.ts";
import { numberCounts, type NumberCounts } from "../../store/search/recordCounts.ts";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { type Facts, findOptional, type Query, NO_QUERY, findOne, findMany } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import type { Scope } from "../../store/scope.ts";
import type { Environment } from "../../store/commit.ts";
import { findActiveSubAccountNames } from "../../store/reads/dependents.ts";
import { findRunCounts, findItemState } from "../../runs/items.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** An account of the run: a sub-account, or last of all the agency itself. */
interface AccountItem {
  account: string;
  name: string;
  /** The numbers that were listed: with others the item is passed over. Of many (`null`) each is an item of its own. */
  numbers: string[] | null;
  /** Of many: how many there are to be of each sort when the account has its turn. */
  sorts?: NumberCounts;
}

/** A number of an account with many. `after`: the item of its account, which goes first; null where it goes last. */
interface NumberItem {
  account: string;
  number: string;
  after: number | null;
}

export type CancelItem = AccountItem | NumberItem;

/** Numbers that a cancellation gives back. */
export const RELEASED_STATES = ["active", "porting", "held", "forwarded"] as const;

/** As a list that can be compared. */
export const releasedNumbers = (numbers: readonly Doc<NumberData>[]): string[] =>
  numbers
    .filter(({ data }) => data.standing.is !== "released" && data.standing.is !== "releasing")
    .map(({ data }) => data.e164)
    .sort();

const NO_IDS: Query<string[]> = { stmts: () => [], take: () => [] };
const NO_NUMBERS_QUERY: Query<Doc<NumberData>[]> = { stmts: () => [], take: () => [] };

const cancelAgencyQueries = (item: CancelItem, _shared: object, scope: Scope) => {
  const { account } = item;
  const after = "number" in item ? item.after : null;
  return {
    barred: "number" in item ? NO_QUERY : blockedReason(account, "close the account"),
    account: findOne("account", account, account),
    lifecycle: findOne("lifecycle", account, account),
    terms: findOne("terms", account, account),
    subscription: findOptional("subscription", account, account),
    numbers: "number" in item || item.numbers === null ? NO_NUMBERS_QUERY : findMany("number", "account", account),
    sorts: numberCounts(RELEASED_STATES, account),
    number: "number" in item ? findOptional("number", item.number, account) : NO_QUERY,
    balanceMicros: bookBalance(book(account, "balance")),
    spendableMicros: spendableBalance(account),
    below: account === scope.account ? findActiveSubAccountNames : NO_IDS,
    counts: findRunCounts(scope.batch!),
    before: after === null ? NO_QUERY : findItemState(scope.batch!, after),
  };
};
type CancelAgencyFacts = Facts<ReturnType<typeof cancelAgencyQueries>>;

/** Cancels one account and gives its numbers back. The agency waits until every other account has had its turn. */
export const cancelAgency = defineRunHandler({
  deed: "run the agency",
  owed: true,
  reach: ({ account }: CancelItem) => [account],
  needs: cancelAgencyQueries,
  decide: (facts: CancelAgencyFacts, item, _shared, environment, scope) =>
    "number" in item ? releaseOne(facts, item, environment, scope) : cancelOneAccount(facts, item, environment, scope),
});

function cancelOneAccount(
  facts: CancelAgencyFacts,
  item: AccountItem,
  { now, newId }: Environment,
  scope: Scope,
): ItemResult {
  const { barred, numbers, sorts, terms, counts: run } = facts;
  if (barred) return { skipped: barred };
  const isAgency = item.account === scope.account;
  // Its subscription ends last: until then whatever failed can be tried again.
  if (isAgency && run.left > 1) fail("busy", "call.busy");
  const meanwhile = message("lifecycle.numbersMeanwhile", { name: item.name });
  const asked = { ...facts, terms: terms.data, people: { count: 0, first: [] }, payer: item.account };
  const turn = { now, at: now, by: scope.actor, newId };
  if (item.numbers === null) {
    const isSame = isSameValue(sorts, item.sorts);
    // Of the agency's own whatever is left failed before, and can be tried again with it.
    if (!isSame && isAgency) fail("conflict", "lifecycle.numbersLeft", { name: item.name });
    if (!isSame) return { skipped: meanwhile };
    return { effects: cancelWith(asked, { lines: [], effects: [], micros: 0, heldUntil: null }, turn).effects };
  }
  if (!isSameValue(releasedNumbers(numbers), item.numbers)) return { skipped: meanwhile };
  const all = { ...asked, partingOf: () => ({ is: "release" }) as const, targets: new Map() };
  return { effects: cancelAccount(all, turn).effects };
}

/** A number of a canceled account, or of the agency before it is canceled. */
function releaseOne(facts: CancelAgencyFacts, item: NumberItem, { now, newId }: Environment, scope: Scope): ItemResult {
  const { account, terms, lifecycle, number, before } = facts;
  if (before === "left") fail("busy", "call.busy");
  if (item.after !== null && (before !== "done" || lifecycle.data.canceled === null))
    return { skipped: message("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: message("lifecycle.numberGone") };
  const { is: state } = number.data.standing;
  const named = { number: formatPhoneNumber(number.data.e164) };
  if (state === "porting") fail("conflict", "lifecycle.porting", { numbers: named.number });
  if (state !== "active") return { skipped: message("lifecycle.numberMeanwhile", { ...named, state }) };
  const home = { account, terms: terms.data, payer: item.account, targets: new Map() };
  return applyDisposition(number, { is: "release" }, home, { now, at: now, by: scope.actor, newId });
}
