import { changePayer } from "@callboard/domain/agency/changePayer";
import { cardState } from "@callboard/domain/cards/rules";
import { fail } from "@callboard/domain/core/failure";
import { book } from "@callboard/domain/core/ledger";
import { checkNotCanceled } from "@callboard/domain/lifecycle/rules";
import { message } from "@callboard/domain/core/message";
import { runningCost } from "@callboard/domain/lifecycle/runningCost";
import type { ScheduledFee } from "@callboard/domain/balance/forecast";
import { serviceStateGroups } from "../../store/search/recordCounts.ts";
import { findOptional, findOne, findAll } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { readScheduledFees } from "../../store/reads/forecast.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";

interface MoveBalanceInput {
  account: string;
  to: "own" | "agency";
}

interface MoveBalanceContext extends MoveBalanceInput {
  /** The monthly fees of its numbers, by due date. */
  dues: ScheduledFee[];
}

const moveBalanceQueries = ({ account }: MoveBalanceContext, scope: Scope) => ({
  agency: findOne("account", scope.account),
  account: findOne("account", account, account),
  lifecycle: findOne("lifecycle", account, account),
  terms: findOne("terms", account, account),
  numbers: serviceStateGroups(account),
  cards: findAll("card", account),
  ownMicros: bookBalance(book(account, "balance")),
});

/** Changes which balance pays for a sub-account: its own or its agency's. */
export const moveBalanceProposal = defineProposal<
  MoveBalanceInput,
  MoveBalanceContext,
  ReturnType<typeof moveBalanceQueries>
>("change payer", {
  permission: "run the agency",
  undoPage: "agency",
  verb: ({ to }) => (to === "own" ? "lifecycle.moveToOwnAction" : "lifecycle.moveToAgencyAction"),
  async gather(scope, input) {
    const { account: id } = input;
    const { account } = await read({ ...scope, relatedAccounts: [id] }, { account: findOptional("account", id, id) });
    // Another customer's account looks like one that doesn't exist.
    if (account?.data.agency !== scope.account) fail("not-found", "record.notFound");
    return { ...input, dues: await readScheduledFees(scopeWithin(scope, id), account.data.zone) };
  },
  queries: moveBalanceQueries,
  relatedAccounts: ({ account }) => [account],
  subAccounts: ({ account }) => [account],
  payers: ({ account, to }, scope) => [to === "own" ? account : scope.account],
  decide(facts, { input, context, scope }, { now }) {
    const { agency, account, lifecycle, terms, numbers, cards, ownMicros } = facts;
    // It may have left the agency since.
    if (account.data.agency !== scope.account) fail("not-found", "record.notFound");
    checkNotCanceled(lifecycle.data, "manage the account", scope.now);
    // The monthly cost while the account works, whatever its balance is now.
    const service = { lifecycle: lifecycle.data, balanceMicros: 0, frozenConnects: terms.data.frozenConnects };
    const payer = input.to === "own" ? account.id : scope.account;
    const costFacts = { terms: terms.data, service, numbers, hasSubscription: false };
    const { feeMicros } = runningCost(costFacts, now);
    return {
      // The forecast of its own balance includes the account's fees anyway; the agency's doesn't yet.
      costs: [{ payer, nowMicros: 0, monthMicros: feeMicros, scheduledFees: input.to === "own" ? [] : context.dues }],
      title: message("lifecycle.changePayerTitle", { name: account.data.name }),
      ...changePayer({
        account,
        agency: agency.data.name,
        payer: input.to,
        ownMicros,
        hasWorkingCard: cards.some(({ data }) => cardState(data, scope.now, account.data.zone) === "ok"),
        feeMicros,
      }),
    };
  },
});
