import { allStatuses } from "@callboard/domain/agents";
import { saveAccount, transferOwner } from "@callboard/domain/account";
import { AccountForm, AccountOpening, OwnerTransfer } from "@callboard/domain/account.schema";
import { namesOf } from "../names.ts";
import { one, these, where } from "../needs.ts";
import { within } from "../scope.ts";
import { commit, look } from "../store.ts";
import { open, operators, router } from "../trpc.ts";
import { sentSoFar } from "../mail/sendings.ts";
import { personByEmail } from "./access/people.ts";
import { openWithOwner } from "./opening.ts";

/** Opening an account, its settings and its owner. */
export const account = router({
  /** By the operator. An owner who is new gets a mail with the way in; one who is known finds the account at the top. */
  open: operators.input(AccountOpening).mutation(({ ctx, input }) => {
    const { owner, openingBalanceMicros, ...rest } = input;
    const scope = within(ctx.scope, `acc_${ctx.world.newId()}`);
    const opening = { ...rest, openingBalance: openingBalanceMicros, agency: null, balanceFrom: "own" as const };
    const from = ctx.scope.account;
    const needs = { known: personByEmail(owner.email), sent: sentSoFar("invitation", from) };
    return commit(scope, needs, ({ known, sent }) =>
      openWithOwner(ctx.world, scope, opening, owner, { known: known[0], sent, from }),
    );
  }),

  /** Whose bills it gets and who pays them is for those who set it; what everybody is told of their accounts is in `access.me`. */
  get: open("manage the account").query(async ({ ctx }) => {
    const id = ctx.scope.account;
    const { account, terms } = await look(ctx.scope, { account: one("account", id), terms: one("terms", id) });
    const names = await namesOf(ctx.world.db, [account.data.owner]);
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

  save: open("manage the account")
    .input(AccountForm)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        { account: one("account", ctx.scope.account), statuses: where("status", "account") },
        ({ account, statuses }) => saveAccount(account, allStatuses(statuses), input),
      ),
    ),

  transferOwner: open("take rights away")
    .input(OwnerTransfer)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        { account: one("account", ctx.scope.account), members: these("member", [input.to]) },
        ({ account, members }) => transferOwner(account, members, ctx.scope.actor, input.to),
      ),
    ),
});
