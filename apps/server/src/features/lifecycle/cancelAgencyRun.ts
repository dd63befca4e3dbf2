import { cancelAccount, cancelWith } from "@callboard/domain/lifecycle/cancel";
import { fail } from "@callboard/domain/core/failure";
import { isSameValue } from "@callboard/domain/core/differences";
import { book } from "@callboard/domain/core/ledger";
import { applyDisposition } from "@callboard/domain/lifecycle/disposition";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import type { ItemResult } from "@callboard/domain/runs/rules";
import type { NumberData } from "@callboard/domain/numbers/schema";
import { blockedReason } from "../../store/reads/blockedReason.ts";
import { numberCounts, type NumberCounts } from "../../store/search/recordCounts.ts";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { type Facts, findOptional, type Query, NO_QUERY, findOne, findAll } from "../../store/queries.ts";
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
  /** If there are many: how many of each group must exist when this item runs. */
  counts?: NumberCounts;
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

/** Numbers are counted in these states: if a count has changed since the proposal, the item is skipped. */
export const RELEASED_STATES = ["active", "porting", "held", "forwarded"] as const;

/** Numbers that the account still has, sorted so that two lists can be compared. */
export const releasedNumbers = (numbers: readonly Doc<NumberData>[]): string[] =>
  numbers
    .filter(({ data }) => data.state.is !== "released" && data.state.is !== "releasing")
    .map(({ data }) => data.e164)
    .sort();

const NO_NAMES: Query<string[]> = { statements: () => [], parse: () => [] };
const NO_NUMBERS_QUERY: Query<Doc<NumberData>[]> = { statements: () => [], parse: () => [] };

const cancelAgencyQueries = (item: CancelItem, _shared: object, scope: Scope) => {
  const { account } = item;
  const after = "number" in item ? item.after : null;
  return {
    blocked: "number" in item ? NO_QUERY : blockedReason(account, "close the account"),
    account: findOne("account", account, account),
    lifecycle: findOne("lifecycle", account, account),
    terms: findOne("terms", account, account),
    subscription: findOptional("subscription", account, account),
    numbers: "number" in item || item.numbers === null ? NO_NUMBERS_QUERY : findAll("number", account),
    currentCounts: numberCounts(RELEASED_STATES, account),
    number: "number" in item ? findOptional("number", item.number, account) : NO_QUERY,
    balanceMicros: bookBalance(book(account, "balance")),
    spendableMicros: spendableBalance(account),
    activeSubAccountNames: account === scope.account ? findActiveSubAccountNames : NO_NAMES,
    // Within a run, the batch of its changes has the run's id.
    runCounts: findRunCounts(scope.batch!),
    accountItemState: after === null ? NO_QUERY : findItemState(scope.batch!, after),
  };
};
type CancelAgencyFacts = Facts<ReturnType<typeof cancelAgencyQueries>>;

/** Cancels one account and releases its numbers. The agency's own item waits until all others are done. */
export const cancelAgency = defineRunHandler({
  permission: "run the agency",
  canResumeAfterStop: true,
  relatedAccounts: ({ account }: CancelItem) => [account],
  queries: cancelAgencyQueries,
  decide: (facts: CancelAgencyFacts, item, _shared, environment, scope) =>
    "number" in item
      ? releaseNumber(facts, item, environment, scope)
      : cancelOneAccount(facts, item, environment, scope),
});

function cancelOneAccount(
  facts: CancelAgencyFacts,
  item: AccountItem,
  { now, newId }: Environment,
  scope: Scope,
): ItemResult {
  const { blocked, numbers, currentCounts, terms, runCounts } = facts;
  if (blocked) return { skipped: blocked };
  const isAgency = item.account === scope.account;
  // The agency's subscription ends last: until then, failed items can be retried. This item itself is one of `pending`.
  if (isAgency && runCounts.pending > 1) fail("busy", "api.busy");
  const changedMeanwhile = message("lifecycle.numbersMeanwhile", { name: item.name });
  const canceledAccount = { ...facts, terms: terms.data, people: { count: 0, listedIds: [] }, payer: item.account };
  const decisionContext = { now, proposedAt: now, by: scope.actor, newId };
  if (item.numbers === null) {
    const isSame = isSameValue(currentCounts, item.counts);
    // The agency's own numbers that remain are those whose items failed: retrying them lets this item succeed too.
    if (!isSame && isAgency) fail("conflict", "lifecycle.numbersRemaining", { name: item.name });
    if (!isSame) return { skipped: changedMeanwhile };
    return {
      effects: cancelWith(canceledAccount, { lines: [], effects: [], micros: 0, heldUntil: null }, decisionContext)
        .effects,
    };
  }
  if (!isSameValue(releasedNumbers(numbers), item.numbers)) return { skipped: changedMeanwhile };
  const cancellation = {
    ...canceledAccount,
    dispositionOf: () => ({ is: "release" }) as const,
    moveTargets: new Map(),
  };
  return { effects: cancelAccount(cancellation, decisionContext).effects };
}

/** Releases a number of a canceled account, or of the agency before that is canceled. */
function releaseNumber(
  facts: CancelAgencyFacts,
  item: NumberItem,
  { now, newId }: Environment,
  scope: Scope,
): ItemResult {
  const { account, terms, lifecycle, number, accountItemState } = facts;
  if (accountItemState === "pending") fail("busy", "api.busy");
  if (item.after !== null && (accountItemState !== "done" || lifecycle.data.canceled === null))
    return { skipped: message("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: message("lifecycle.numberGone") };
  const { is: state } = number.data.state;
  const shown = { number: formatPhoneNumber(number.data.e164) };
  if (state === "porting") fail("conflict", "lifecycle.porting", { numbers: shown.number });
  if (state !== "active") return { skipped: message("lifecycle.numberMeanwhile", { ...shown, state }) };
  const origin = { account, terms: terms.data, payer: item.account, moveTargets: new Map() };
  return applyDisposition(number, { is: "release" }, origin, { now, proposedAt: now, by: scope.actor, newId });
}
