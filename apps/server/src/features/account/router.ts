import { allStatuses } from "@callboard/domain/agents/rules";
import { saveAccount, transferOwner } from "@callboard/domain/account/rules";
import { AccountInput, OpenAccountInput, TransferOwnerInput } from "@callboard/domain/account/schema";
import { findDependents } from "../../store/reads/dependents.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { findOne, findByIds, findAll } from "../../store/queries.ts";
import { scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, operatorProcedure, router } from "../../rpc/procedures.ts";
import { findSendCounts } from "../../integrations/mail/sendLimits.ts";
import { findPersonByEmail } from "../../auth/people.ts";
import { openWithOwner } from "../../auth/openAccount.ts";

/** Opening an account, its settings and its owner. */
export const account = router({
  /**
   * Called by the operator. A new owner gets a mail with a link; an existing person finds the account in their list.
   */
  open: operatorProcedure.input(OpenAccountInput).mutation(({ ctx, input }) => {
    const { owner, openingBalanceMicros, ...rest } = input;
    const scope = scopeWithin(ctx.scope, `acc_${ctx.services.newId()}`);
    const opening = { ...rest, openingBalance: openingBalanceMicros, parentAgency: null, balanceFrom: "own" as const };
    const forAccount = ctx.scope.account;
    const queries = { existing: findPersonByEmail(owner.email), sendCounts: findSendCounts("invitation", forAccount) };
    return commit(scope, queries, ({ existing, sendCounts }) =>
      openWithOwner(ctx.services, scope, opening, owner, { known: existing[0], sendCounts, forAccount }),
    );
  }),

  /**
   * Only those who manage the account see who gets and pays its bills; `access.me` lists the accounts that
   * a person has.
   */
  get: accountProcedure("manage the account").query(async ({ ctx }) => {
    const id = ctx.scope.account;
    const { account, terms } = await read(ctx.scope, { account: findOne("account", id), terms: findOne("terms", id) });
    const names = await readPersonNames(ctx.services.db, [account.data.owner]);
    return {
      id,
      version: account.version,
      ...account.data,
      ownerName: names.get(account.data.owner) ?? "",
      plan: terms.data.planName,
      retentionDays: terms.data.retentionDays,
      mayHaveSubAccounts: terms.data.mayHaveSubAccounts,
    };
  }),

  save: accountProcedure("manage the account")
    .input(AccountInput)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        {
          account: findOne("account", ctx.scope.account),
          statuses: findAll("status"),
          planned: findDependents("agent", { name: "upcoming", value: "yes" }, 0),
        },
        ({ account, statuses, planned }) => saveAccount(account, allStatuses(statuses), planned.count > 0, input),
      ),
    ),

  transferOwner: accountProcedure("take rights away")
    .input(TransferOwnerInput)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        { account: findOne("account", ctx.scope.account), members: findByIds("member", [input.to]) },
        ({ account, members }) => transferOwner(account, members, ctx.scope.actor, input.to),
      ),
    ),
});
