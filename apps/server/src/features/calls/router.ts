import { findSeats } from "./reads.ts";
import { handlePhoneEvent } from "@callboard/domain/calls/rules";
import { PhoneEventInput } from "@callboard/domain/calls/schema";
import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { findOrRemoved, findInAccounts } from "../../store/queries.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";

/** An event counts once by its id, however often it is sent. */
function phoneEventKey(input: unknown) {
  const parsed = PhoneEventInput.safeParse(input);
  return parsed.success
    ? { key: parsed.data.id, content: [parsed.data.person, parsed.data.event, parsed.data.at ?? null] }
    : null;
}

export const calls = router({
  /**
   * Within an agency, or in an account without one, a person has one phone: its state overlays their status in each of
   * those accounts. Other accounts have their own phone platform, and only that one changes their status there.
   */
  phoneEvent: accountProcedure("send phone events")
    .meta({ inputKey: phoneEventKey })
    .input(PhoneEventInput)
    .mutation(async ({ ctx, input }) => {
      const { person, event, at } = input;
      const { phone, seats } = await read(ctx.scope, {
        phone: findOrRemoved("phone", person),
        seats: findSeats(person, ctx.scope.account),
      });
      if (!phone) return fail("not-found", "agents.noSoftphone", {}, "person");
      const accounts = seats.map(({ account }) => account);
      return commit(
        { ...ctx.scope, relatedAccounts: accounts },
        { phones: findInAccounts("phone", person, accounts), agents: findInAccounts("agent", person, accounts) },
        ({ phones, agents }, { now }) => {
          const pairs = phones.flatMap((phone) =>
            agents.filter((agent) => agent.account === phone.account).map((agent) => ({ phone, agent })),
          );
          const effects = handlePhoneEvent(pairs, event, at ?? now, now);
          return decision(effects, { applied: effects.length > 0 });
        },
      );
    }),
});
