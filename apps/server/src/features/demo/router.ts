import { hash, timingSafeEqual } from "node:crypto";
import { fail } from "@callboard/domain/core/failure";
import { DAY } from "@callboard/domain/core/time";
import * as z from "zod/mini";
import { isLoopbackName } from "../../hostNames.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "./people.ts";
import { publicProcedure, router } from "../../rpc/procedures.ts";

const MoveClockInput = z.object({ ms: z.int().check(z.minimum(1), z.maximum(3700 * DAY)) });

/**
 * Procedures of the demo. On a server without it, and for callers from other machines, each looks like an unknown
 * procedure.
 */
const inDemo = publicProcedure.use(({ ctx, next, path }) => {
  if (!ctx.services.demo || !isLoopbackName(ctx.host ?? "")) fail("not-found", "api.unknownProcedure", { path });
  return next();
});

/** The key proves that the caller can read this machine's data folder. */
const ownerOnly = inDemo.use(({ ctx, next }) => {
  if (!sameSecret(ctx.demoKey ?? "", ctx.services.demoKey)) fail("forbidden", "api.demoOperatorOnly");
  return next();
});

const sameSecret = (actual: string, expected: string): boolean =>
  timingSafeEqual(hash("sha256", actual, "buffer"), hash("sha256", expected, "buffer"));

export const demo = router({
  people: inDemo.query(() => ({
    password: DEMO_PASSWORD,
    people: DEMO_PEOPLE.map(({ name, email, what }) => ({ name, email, what })),
  })),
  moveClock: ownerOnly.input(MoveClockInput).mutation(async ({ ctx: { services }, input }) => {
    const now = await services.clock.moveBy(input.ms);
    services.sessions.clear();
    services.feed.notifyAll();
    return { now };
  }),
  clock: publicProcedure.query(({ ctx }) => ({ now: ctx.services.now(), demo: ctx.services.demo })),
});
