import { flagAccount, flagLines, type FlagChange, unflagAccount } from "@callboard/domain/lifecycle/flags";
import { FlagInput, UnflagInput } from "@callboard/domain/lifecycle/schema";
import { message } from "@callboard/domain/core/message";
import { servedNumberGroups } from "../../store/search/recordCounts.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { Scope } from "../../store/scope.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import {
  type PayerAndAgency,
  readPayerAndAgency,
  checkVerb,
  agencyAccounts,
  runningCostFacts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";

const closesAccount = accountProcedure("close the account");

const flagQueries = (around: PayerAndAgency, scope: Scope) => ({
  ...accountQueries(around, scope),
  numbers: servedNumberGroups(),
});

export const flagAccountProposal = defineProposal<FlagChange, PayerAndAgency, ReturnType<typeof flagQueries>>(
  "flag account",
  {
    deed: "close the account",
    back: "account-status",
    verb: (input) => (input.flag === "stopped" ? "lifecycle.stopVerb" : "lifecycle.pauseVerb"),
    find: readPayerAndAgency,
    needs: flagQueries,
    reach: agencyAccounts,
    decide(whole, { input, scope }, { now }) {
      checkVerb(input.flag === "stopped" ? "stop" : "pause", whole, scope);
      return {
        title: message(input.flag === "stopped" ? "lifecycle.stopTitle" : "lifecycle.pauseTitle"),
        lines: flagLines(input, runningCostFacts(whole, whole.numbers), now),
        // In force from the confirmation on: calls were connected until then.
        effects: flagAccount(whole.lifecycle, input, scope.actor, scope.now),
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
    const around = await readPayerAndAgency(scope);
    return commit({ ...scope, reach: agencyAccounts(around) }, accountQueries(around, scope), (whole) => {
      checkVerb(input.flag === "stopped" ? "resume" : "unpause", whole, scope);
      return unflagAccount(whole.lifecycle, input.flag, scope.now);
    });
  }),
};
