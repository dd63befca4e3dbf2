import { hash } from "node:crypto";
import { type Deed, may } from "@callboard/domain/access";
import { Failure, type FailureCode } from "@callboard/domain/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import { initTRPC, TRPCError } from "@trpc/server";
import { badInput } from "./bad-input.ts";
import type { Caller, Place } from "./rooms/access/doorkeeper.ts";
import type { Scope } from "./scope.ts";
import type { World } from "./world.ts";

/** What is known of a call before anything is proved. */
export interface Ctx {
  world: World;
  secret: string | null;
  account: string | null;
  key: string | null;
  request: string;
  device: string;
  /** The address that a limit counts by. */
  from: string;
}

/** Each way of refusing has one HTTP status. */
const STATUS = {
  invalid: "BAD_REQUEST",
  forbidden: "FORBIDDEN",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  unpaid: "PAYMENT_REQUIRED",
  busy: "SERVICE_UNAVAILABLE",
  "signed-out": "UNAUTHORIZED",
} as const satisfies Record<FailureCode, TRPCError["code"]>;

const t = initTRPC.context<Ctx>().create({
  sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 25_000 } },
  errorFormatter({ shape, error, ctx, path }) {
    const failure = failureOf(error, path);
    const request = ctx?.request ?? "";
    const sentence = failure
      ? render(
          en,
          { key: failure.key, values: failure.values as Record<string, string | number> },
          { zone: "UTC", locale: "en" },
        )
      : render(en, { key: "call.broken", values: { request } }, { zone: "UTC", locale: "en" });
    const code: FailureCode | "broken" = failure?.code ?? "broken";
    return {
      code: shape.code,
      message: sentence,
      data: {
        code,
        key: failure?.key ?? "call.broken",
        field: failure?.field ?? null,
        httpStatus: shape.data.httpStatus,
        request,
      },
    };
  },
});

/** The refusal inside whatever tRPC made of it; null means a bug of ours. */
function failureOf(error: TRPCError, path: string | undefined): Failure | null {
  if (error.cause instanceof Failure) return error.cause;
  if (error.code === "BAD_REQUEST" && error.cause)
    return badInput(error.cause) ?? new Failure("invalid", "call.unreadable", {});
  if (error.code === "NOT_FOUND" || error.code === "METHOD_NOT_SUPPORTED")
    return new Failure("not-found", "call.unknownProcedure", { path: (path ?? "").slice(0, 100) });
  if (error.code === "PARSE_ERROR" || error.code === "BAD_REQUEST" || error.code === "UNSUPPORTED_MEDIA_TYPE")
    return new Failure("invalid", "call.unreadable", {});
  return null;
}

export const router = t.router;
export const callerFactory = t.createCallerFactory;

/** Gives a refusal its HTTP status; anything else is logged whole and shown with its request id only. */
const procedure = t.procedure.use(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const failure = failureOf(result.error, path);
  if (failure)
    return { ...result, error: new TRPCError({ code: STATUS[failure.code], cause: failure, message: failure.key }) };
  ctx.world.log.error({ err: result.error.cause ?? result.error, path, request: ctx.request }, "unexpected error");
  return result;
});

/** Open to whoever knows the address: signing in, accepting an invitation. */
export const anyone = procedure;

export const signedIn = procedure.use(async ({ ctx, next, path, getRawInput }) => {
  const caller = await identify(ctx);
  if (caller.as !== "person") throw new Failure("forbidden", "call.forbidden", {});
  const standing = { role: null, owner: false, softphone: false, deeds: [], operator: caller.operator };
  const scope = await scopeOf(
    ctx,
    { account: caller.person, actor: { as: "person", id: caller.person }, standing },
    path,
    getRawInput,
  );
  return next({ ctx: { ...ctx, caller, scope } });
});

/** Platform staff: no role in any account. The procedure proves the accounts that it reaches by itself. */
export const operators = signedIn.use(({ ctx, next }) => {
  if (!ctx.caller.operator) throw new Failure("forbidden", "call.forbidden", {});
  return next({ ctx: { ...ctx, scope: { ...ctx.scope, actor: { as: "operator", id: ctx.caller.person } as const } } });
});

/**
 * A procedure in an account, opened by a deed. Proves the account against the caller's memberships first: another
 * tenant's account answers as one that does not exist.
 */
export const open = (deed: Deed) =>
  procedure.use(async ({ ctx, next, path, getRawInput }) => {
    const caller = await identify(ctx);
    const account = ctx.account ?? (caller.as === "key" ? caller.account : null);
    if (account === null) throw new Failure("invalid", "call.noAccount", {}, "x-callboard-account");
    const place = await ctx.world.door.place(caller, account);
    if (!place) throw new Failure("not-found", "call.notFound", {});
    if (!may(place.standing, deed)) throw new Failure("forbidden", "call.forbidden", {});
    checkWorkAllowed(place.lifecycle, deed, ctx.world.now());
    const scope = await scopeOf(ctx, place, path, getRawInput);
    return next({ ctx: { ...ctx, caller, place, scope } });
  });

async function identify(ctx: Ctx): Promise<Caller> {
  if (ctx.secret === null) throw new Failure("signed-out", "call.signedOut", {});
  const caller = await ctx.world.door.caller(ctx.secret, ctx.world.now());
  return caller ?? refuseExpired();
}

const refuseExpired = (): never => {
  throw new Failure("signed-out", "call.expired", {});
};

const KEY_MAX = 200;

async function scopeOf(
  ctx: Ctx,
  who: Pick<Place, "account" | "actor" | "standing">,
  path: string,
  getRawInput: () => Promise<unknown>,
): Promise<Scope> {
  const { db, feed, now, newId } = ctx.world;
  const scope: Scope = {
    db,
    feed,
    now: now(),
    newId,
    account: who.account,
    actor: who.actor,
    standing: who.standing,
    reach: [],
    request: ctx.request,
  };
  if (ctx.key === null) return scope;
  if (ctx.key.length === 0 || ctx.key.length > KEY_MAX)
    throw new Failure("invalid", "call.keyOdd", {}, "idempotency-key");
  const asked = JSON.stringify([who.account, (await getRawInput()) ?? null]);
  return { ...scope, command: { procedure: path, key: ctx.key, hash: hash("sha256", asked, "base64url") } };
}
