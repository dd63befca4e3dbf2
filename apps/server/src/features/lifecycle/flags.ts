import { flagAccount, flagLines, type FlagChange, unflagAccount } from "@callboard/domain/lifecycle/flags";
import { FlagInput, UnflagInput } from "@callboard/domain/lifecycle/schema";
import { message } from "@callboard/domain/core/message";
import { serviceStateGroups } from "../../store/search/recordCounts.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { Scope } from "../../store/scope.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import {
  type PayerAndAgency,
  readPayerAndAgency,
  checkAction,
  agencyAccounts,
  runningCostFacts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";

const closesAccount = accountProcedure("close the account");

const flagQueries = (payerAndAgency: PayerAndAgency, scope: Scope) => ({
  ...accountQueries(payerAndAgency, scope),
  numbers: serviceStateGroups(),
});

export const flagAccountProposal = defineProposal<FlagChange, PayerAndAgency, ReturnType<typeof flagQueries>>(
  "stop or pause account",
  {
    permission: "close the account",
    undoPage: "lifecycle",
    verb: (input) => (input.flag === "stopped" ? "lifecycle.stopAction" : "lifecycle.pauseAction"),
    gather: readPayerAndAgency,
    queries: flagQueries,
    relatedAccounts: agencyAccounts,
    decide(facts, { input, scope }, { now }) {
      checkAction(input.flag === "stopped" ? "stop" : "pause", facts, scope);
      return {
        title: message(input.flag === "stopped" ? "lifecycle.stopTitle" : "lifecycle.pauseTitle"),
        lines: flagLines(input, runningCostFacts(facts, facts.numbers), now),
        // In force from the confirmation on: calls were connected until then.
        effects: flagAccount(facts.lifecycle, input, scope.actor, scope.now),
      };
    },
  },
);

/** Stopping or pausing the whole account: proposed with what it still costs; resumed at once, without a proposal. */
export const flagProcedures = {
  proposeFlag: closesAccount
    .input(FlagInput)
    .mutation(({ ctx, input }) => flagAccountProposal.propose(ctx.scope, input)),

  unflag: closesAccount.input(UnflagInput).mutation(async ({ ctx: { scope }, input }) => {
    const payerAndAgency = await readPayerAndAgency(scope);
    return commit(
      { ...scope, relatedAccounts: agencyAccounts(payerAndAgency) },
      accountQueries(payerAndAgency, scope),
      (facts) => {
        checkAction(input.flag === "stopped" ? "resume" : "unpause", facts, scope);
        return unflagAccount(facts.lifecycle, input.flag, scope.now);
      },
    );
  }),
};
