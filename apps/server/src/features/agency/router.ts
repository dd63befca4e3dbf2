import { fail } from "@callboard/domain/core/failure";
import { OpenSubAccountInput } from "@callboard/domain/account/schema";
import { SubAccountPageInput, ChangePayerInput } from "@callboard/domain/lifecycle/schema";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { findOne } from "../../store/queries.ts";
import { scopeWithin } from "../../store/scope.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { findSendCounts } from "../../integrations/mail/sendLimits.ts";
import { findIsMember, findPersonByEmail } from "../../auth/people.ts";
import { readSubAccounts } from "./reads.ts";
import { moveBalanceProposal } from "./moveBalance.ts";
import { openAndInvite, openWithOwner } from "../../auth/openAccount.ts";

export const agency = router({
  /**
   * Opens a sub-account on the agency's plan with its first administrator. The answer doesn't reveal who already has a
   * sign-in.
   */
  open: accountProcedure("run the agency")
    .input(OpenSubAccountInput)
    .mutation(({ ctx, input }) => {
      const agencyId = ctx.scope.account;
      const { owner, openingBalanceMicros, ...rest } = input;
      const scope = scopeWithin(ctx.scope, `acc_${ctx.services.newId()}`, [agencyId]);
      return commit(
        scope,
        {
          agency: findOne("account", agencyId, agencyId),
          terms: findOne("terms", agencyId, agencyId),
          isMember: findIsMember(owner.email, agencyId),
          existing: findPersonByEmail(owner.email),
          availableMicros: spendableBalance(agencyId),
          sendCounts: findSendCounts("invitation", agencyId),
        },
        ({ agency, terms: { data: terms }, isMember, existing, availableMicros, sendCounts }) => {
          if (agency.data.agency !== null) fail("conflict", "account.oneLevel");
          const opening = {
            ...rest,
            plan: terms.plan,
            currency: terms.currency,
            openingBalance: openingBalanceMicros,
            parentAgency: { id: agencyId, name: agency.data.name, terms, availableMicros },
          };
          const openingSource = { sendCounts, forAccount: agencyId };
          // An outsider gets an invitation, whether new or known elsewhere: the answer reveals neither, and nobody
          // becomes a member without agreeing.
          if (!isMember) return openAndInvite(ctx.services, scope, opening, owner, openingSource);
          return openWithOwner(ctx.services, scope, opening, owner, { ...openingSource, known: existing[0] });
        },
      );
    }),

  /** A page of sub-accounts by name, each with its state, who pays for it and what it spent this month. */
  accounts: accountProcedure("run the agency")
    .input(SubAccountPageInput)
    .query(({ ctx: { scope }, input }) => readSubAccounts(scope, input)),

  proposeBalanceMove: accountProcedure("run the agency")
    .input(ChangePayerInput)
    .mutation(({ ctx, input }) => moveBalanceProposal.propose(ctx.scope, input)),
});
