import { findSeats } from "./reads.ts";
import { handlePhoneEvent } from "@callboard/domain/calls/rules";
import { PhoneEventInput } from "@callboard/domain/calls/schema";
import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { findOrRemoved, findInAccounts } from "../../store/queries.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";

/** An event counts once for its id, whenever it comes again. */
function phoneEventKey(asked: unknown) {
  const read = PhoneEventInput.safeParse(asked);
  return read.success
    ? { key: read.data.id, content: [read.data.person, read.data.event, read.data.at ?? null] }
    : null;
}

/** What the phone platform says and asks. */
export const calls = router({
  /**
   * A phone is one person's within an agency, or in an account that stands alone: its state is laid over the status in
   * each of those accounts. Whoever else the person works for has a platform of their own, and is moved by that one alone.
   */
  phoneEvent: accountProcedure("send phone events")
    .meta({ ownKey: phoneEventKey })
    .input(PhoneEventInput)
    .mutation(async ({ ctx, input }) => {
      const { person, event, at } = input;
      const { here, seats } = await read(ctx.scope, {
        here: findOrRemoved("phone", person),
        seats: findSeats(person, ctx.scope.account),
      });
      if (!here) return fail("not-found", "agents.noSeat", {}, "person");
      const accounts = seats.map(({ account }) => account);
      return commit(
        { ...ctx.scope, reach: accounts },
        { phones: findInAccounts("phone", person, accounts), agents: findInAccounts("agent", person, accounts) },
        ({ phones, agents }, { now }) => {
          const both = phones.flatMap((phone) =>
            agents.filter((agent) => agent.account === phone.account).map((agent) => ({ phone, agent })),
          );
          const effects = handlePhoneEvent(both, event, at ?? now, now);
          return decision(effects, { applied: effects.length > 0 });
        },
      );
    }),
});
