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

/** An account of the run: a sub-account, or the agency itself, which comes last. */
interface AccountItem {
  account: string;
  name: string;
  /**
   * The numbers that were listed: if they have changed, the item is skipped. `null` if there are many: each is an item
   * of its own.
   */
  numbers: string[] | null;
  /** If there are many: how many of each sort must be there at the account's turn. */
  sorts?: NumberCounts;
}

/**
 * A number of an account with many. `after`: the item of its account, which must be done first; null if the account's
 * item comes after it.
 */
interface NumberItem {
  account: string;
  number: string;
  after: number | null;
}

export type CancelItem = AccountItem | NumberItem;

/** Numbers that a cancellation releases. */
export const RELEASED_STATES = ["active", "porting", "held", "forwarded"] as const;

/** A sorted list, for comparing. */
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

/** Cancels one account and releases its numbers. The agency waits until every other account has had its turn. */
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
  // The agency's subscription ends last: until then, failed items can be retried.
  if (isAgency && run.left > 1) fail("busy", "call.busy");
  const meanwhile = message("lifecycle.numbersMeanwhile", { name: item.name });
  const asked = { ...facts, terms: terms.data, people: { count: 0, first: [] }, payer: item.account };
  const turn = { now, at: now, by: scope.actor, newId };
  if (item.numbers === null) {
    const isSame = isSameValue(sorts, item.sorts);
    // Any of the agency's own numbers that remain have failed and can be retried, then this item too.
    if (!isSame && isAgency) fail("conflict", "lifecycle.numbersLeft", { name: item.name });
    if (!isSame) return { skipped: meanwhile };
    return { effects: cancelWith(asked, { lines: [], effects: [], micros: 0, heldUntil: null }, turn).effects };
  }
  if (!isSameValue(releasedNumbers(numbers), item.numbers)) return { skipped: meanwhile };
  const all = { ...asked, partingOf: () => ({ is: "release" }) as const, targets: new Map() };
  return { effects: cancelAccount(all, turn).effects };
}

/** Releases a number of a canceled account, or of the agency before that is canceled. */
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
