import { takePhoneEvent } from "@callboard/domain/calls";
import { PhoneEventInput } from "@callboard/domain/calls.schema";
import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { maybe, rows, several } from "../needs.ts";
import { commit, look } from "../store.ts";
import { open, router } from "../trpc.ts";

/** An event counts once for its id, whenever it comes again. */
function eventKey(asked: unknown) {
  const read = PhoneEventInput.safeParse(asked);
  return read.success
    ? { key: read.data.id, content: [read.data.person, read.data.event, read.data.at ?? null] }
    : null;
}

/** What the phone platform says and asks. */
export const calls = router({
  /** A phone is one person's: its state is laid over the status in every account where that person has a seat. */
  phoneEvent: open("send phone events")
    .meta({ ownKey: eventKey })
    .input(PhoneEventInput)
    .mutation(async ({ ctx, input }) => {
      const { person, event, at } = input;
      const { here, seats } = await look(ctx.scope, {
        here: maybe("phone", person),
        seats: rows<{ account: string }>("SELECT account FROM records WHERE kind = 'phone' AND id = ?", person),
      });
      if (!here) return refuse("not-found", "agents.noSeat", {}, "person");
      const accounts = seats.map(({ account }) => account);
      return commit(
        { ...ctx.scope, reach: accounts },
        { phones: several("phone", person, accounts), agents: several("agent", person, accounts) },
        ({ phones, agents }, { now }) => {
          const both = phones.flatMap((phone) =>
            agents.filter((agent) => agent.account === phone.account).map((agent) => ({ phone, agent })),
          );
          const effects = takePhoneEvent(both, event, at ?? now, now);
          return decided(effects, { applied: effects.length > 0 });
        },
      );
    }),
});
