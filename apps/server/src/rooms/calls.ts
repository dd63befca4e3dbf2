import { takePhoneEvent } from "@callboard/domain/calls";
import { PhoneEventInput } from "@callboard/domain/calls.schema";
import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { hash } from "node:crypto";
import { maybe, rows, several } from "../needs.ts";
import { commit, look } from "../store.ts";
import { open, router } from "../trpc.ts";

/** What the phone platform says and asks. */
export const calls = router({
  /** A phone is one person's: its state is laid over the status in every account where that person has a seat. */
  phoneEvent: open("send phone events")
    .input(PhoneEventInput)
    .mutation(async ({ ctx, input }) => {
      const { person, event, at, id } = input;
      const { here, seats } = await look(ctx.scope, {
        here: maybe("phone", person),
        seats: rows<{ account: string }>("SELECT account FROM records WHERE kind = 'phone' AND id = ?", person),
      });
      if (!here) return refuse("not-found", "agents.noSeat", {}, "person");
      const accounts = seats.map(({ account }) => account);
      const asked = hash("sha256", JSON.stringify([person, event, at ?? null]), "base64url");
      const scope = { ...ctx.scope, reach: accounts, command: { procedure: "calls.phoneEvent", key: id, hash: asked } };
      return commit(
        scope,
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
