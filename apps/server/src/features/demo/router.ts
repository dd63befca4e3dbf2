import { hash, timingSafeEqual } from "node:crypto";
import { fail } from "@callboard/domain/core/failure";
import { DAY } from "@callboard/domain/core/time";
import * as z from "zod/mini";
import { isLoopbackName } from "../../hostNames.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "./people.ts";
import { publicProcedure, router } from "../../rpc/procedures.ts";

const MoveClockInput = z.object({ ms: z.int().check(z.minimum(1), z.maximum(3700 * DAY)) });

/** Powers of the demo. On a server that is no demo, or is called from elsewhere, each answers like one that does not exist. */
const inDemo = publicProcedure.use(({ ctx, next, path }) => {
  if (!ctx.world.demo || !isLoopbackName(ctx.host ?? "")) fail("not-found", "call.unknownProcedure", { path });
  return next();
});

/** For whoever started the server: its commands find the key beside it. */
const ownerOnly = inDemo.use(({ ctx, next }) => {
  if (!sameSecret(ctx.demoKey ?? "", ctx.world.demoKey)) fail("forbidden", "call.notStarter");
  return next();
});

const sameSecret = (given: string, known: string): boolean =>
  timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", known, "buffer"));

export const demo = router({
  people: inDemo.query(() => ({
    password: DEMO_PASSWORD,
    people: DEMO_PEOPLE.map(({ name, email, what }) => ({ name, email, what })),
  })),
  moveClock: ownerOnly.input(MoveClockInput).mutation(async ({ ctx: { world: services }, input }) => {
    const now = await services.clock.moveBy(input.ms);
    services.door.forgetAll();
    services.feed.tellAll();
    return { now };
  }),
  clock: publicProcedure.query(({ ctx }) => ({ now: ctx.world.now(), demo: ctx.world.demo })),
});
