import { hash, timingSafeEqual } from "node:crypto";
import { fail } from "@callboard/domain/core/failure";
import { idSchema, list } from "@callboard/domain/core/fieldSchemas";
import { DAY } from "@callboard/domain/core/time";
import { QUEUE_MEMBERS_MAX } from "@callboard/domain/queues/types";
import * as z from "zod/mini";
import { isLoopbackName } from "../../hostNames.ts";
import { PHONE_KEYS } from "../../integrations/carrier/sandbox/phones.ts";
import { SandboxCarrier } from "../../integrations/carrier/sandbox/sandbox.ts";
import type { Services } from "../../services.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "./people.ts";
import type { CallContext } from "../../rpc/context.ts";
import { personProcedure, publicProcedure, router } from "../../rpc/procedures.ts";

const LookAtPhonesInput = z.object({ call: idSchema, people: list(idSchema, QUEUE_MEMBERS_MAX) });
const PressOwnPhoneInput = z.object({ key: z.enum(PHONE_KEYS) });
const PressPhoneInput = z.extend(PressOwnPhoneInput, { person: idSchema });
const MoveClockInput = z.object({ ms: z.int().check(z.minimum(1), z.maximum(3700 * DAY)) });

/**
 * Procedures of the demo. On a server without it, and for callers from other machines, each looks like an unknown
 * procedure.
 */
const inDemo = publicProcedure.use(({ ctx, next, path }) => {
  checkDemo(ctx, path);
  return next();
});

function checkDemo({ services, host }: CallContext, path: string): void {
  if (!services.demo || !isLoopbackName(host ?? "")) fail("not-found", "api.unknownProcedure", { path });
}

/** The key proves that the caller can read this machine's data folder. */
const ownerOnly = inDemo.use(({ ctx, next }) => {
  if (!sameSecret(ctx.demoKey ?? "", ctx.services.demoKey)) fail("forbidden", "api.demoOperatorOnly");
  return next();
});

const sameSecret = (actual: string, expected: string): boolean =>
  timingSafeEqual(hash("sha256", actual, "buffer"), hash("sha256", expected, "buffer"));

/** The phones of the sandbox's calls. Throws `not-found` if another platform connects the calls. */
const phonesOf = ({ carrier }: Services) =>
  carrier instanceof SandboxCarrier ? carrier.phones : fail("not-found", "api.noSandboxPhones");

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
  /** Somebody answers, declines or hangs up a call of the sandbox. */
  pressPhone: ownerOnly.input(PressPhoneInput).mutation(({ ctx: { services }, input: { person, key } }): null => {
    phonesOf(services).press(person, key);
    return null;
  }),
  /** Whether a call of the sandbox rings one's own phone, or is on it: then the popup shows the phone's keys. */
  ownPhone: personProcedure.query(({ ctx, path }) => {
    checkDemo(ctx, path);
    const { carrier, now } = ctx.services;
    return { isInCall: carrier instanceof SandboxCarrier && carrier.phones.isInCall(ctx.caller.person, now()) };
  }),
  /** What one presses on one's own phone. */
  pressOwnPhone: personProcedure.input(PressOwnPhoneInput).mutation(({ ctx, input, path }): null => {
    checkDemo(ctx, path);
    phonesOf(ctx.services).press(ctx.caller.person, input.key);
    return null;
  }),
  /** What was pressed on these phones since the last look, and whether the call was told to end. */
  lookAtPhones: ownerOnly.input(LookAtPhonesInput).mutation(({ ctx: { services }, input: { call, people } }) => {
    const phones = phonesOf(services);
    return { pressed: phones.take(people, services.now()), isEnded: phones.isEnded(call) };
  }),
  clock: publicProcedure.query(({ ctx }) => ({ now: ctx.services.now(), demo: ctx.services.demo })),
});
