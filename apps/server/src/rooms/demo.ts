import { refuse } from "@callboard/domain/failure";
import { DAY } from "@callboard/domain/time";
import * as z from "zod/mini";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "../seed/people.ts";
import { anyone, router } from "../trpc.ts";

const Move = z.object({ ms: z.int().check(z.minimum(1), z.maximum(3700 * DAY)) });

/** Powers of the demo. On a server that is no demo each answers like a call that does not exist. */
const inDemo = anyone.use(({ ctx, next, path }) => {
  if (!ctx.world.demo) refuse("not-found", "call.unknownProcedure", { path });
  return next();
});

export const demo = router({
  people: inDemo.query(() => ({
    password: DEMO_PASSWORD,
    people: DEMO_PEOPLE.map(({ name, email, what }) => ({ name, email, what })),
  })),
  moveClock: inDemo.input(Move).mutation(async ({ ctx, input }) => ({ now: await ctx.world.clock.moveBy(input.ms) })),
  clock: anyone.query(({ ctx }) => ({ now: ctx.world.now(), demo: ctx.world.demo })),
});
