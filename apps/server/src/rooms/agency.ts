import { refuse } from "@callboard/domain/failure";
import { SubAccountOpening } from "@callboard/domain/account.schema";
import { AccountPage, BalanceMove } from "@callboard/domain/lifecycle.schema";
import { spendable } from "../errands/market.ts";
import { one } from "../needs.ts";
import { within } from "../scope.ts";
import { commit } from "../store.ts";
import { open, router } from "../trpc.ts";
import { sentSoFar } from "../mail/sendings.ts";
import { isMember, personByEmail } from "./access/people.ts";
import { accountsBelow } from "./agency/accounts.ts";
import { moving } from "./agency/moving.ts";
import { openAndInvite, openWithOwner } from "./opening.ts";

/** Sub-accounts of an agency. */
export const agency = router({
  /** Opens a sub-account with its first administrator, on the agency's plan. Says nothing of who has a sign-in already. */
  open: open("run the agency")
    .input(SubAccountOpening)
    .mutation(({ ctx, input }) => {
      const mine = ctx.scope.account;
      const { owner, openingBalanceMicros, ...rest } = input;
      const scope = within(ctx.scope, `acc_${ctx.world.newId()}`, [mine]);
      return commit(
        scope,
        {
          agency: one("account", mine, mine),
          terms: one("terms", mine, mine),
          isOurs: isMember(owner.email, mine),
          known: personByEmail(owner.email),
          availableMicros: spendable(mine),
          sent: sentSoFar("invitation", mine),
        },
        ({ agency, terms: { data: terms }, isOurs, known, availableMicros, sent }) => {
          if (agency.data.agency !== null) refuse("conflict", "account.oneLevel");
          const opening = {
            ...rest,
            plan: terms.plan,
            currency: terms.currency,
            openingBalance: openingBalanceMicros,
            agency: { id: mine, name: agency.data.name, terms, availableMicros },
          };
          const way = { sent, from: mine };
          // Whoever is not of the agency is invited, known elsewhere or new: neither is told, and nobody is put in unasked.
          if (!isOurs) return openAndInvite(ctx.world, scope, opening, owner, way);
          return openWithOwner(ctx.world, scope, opening, owner, { ...way, known: known[0] });
        },
      );
    }),

  /** One page by name, each with how it stands, who pays for it and what it spent this month. */
  accounts: open("run the agency")
    .input(AccountPage)
    .query(({ ctx: { scope }, input }) => accountsBelow(scope, input)),

  proposeBalanceMove: open("run the agency")
    .input(BalanceMove)
    .mutation(({ ctx, input }) => moving.propose(ctx.scope, input)),
});
