import { type Deed, may } from "@callboard/domain/access";
import { Failure, type FailureCode } from "@callboard/domain/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import { DAY } from "@callboard/domain/time";
import { initTRPC, TRPCError } from "@trpc/server";
import { badInput } from "./bad-input.ts";
import { one } from "./needs.ts";
import type { Caller, Place } from "./rooms/access/doorkeeper.ts";
import type { Scope } from "./scope.ts";
import { look } from "./store.ts";
import type { World } from "./world.ts";

/** What is known of a call before anything is proved. */
export interface Ctx {
  world: World;
  secret: string | null;
  account: string | null;
  key: string | null;
  /** An instant to look back to: then everything is read as it was, and nothing can be changed. */
  asOf?: string | null | undefined;
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

type Prove<C extends object> = (call: {
  ctx: Ctx;
  path: string;
  getRawInput: () => Promise<unknown>;
}) => Promise<C> | C;

/**
 * One layer around every procedure: proves what the procedure needs, gives a refusal its HTTP status, and logs
 * anything else whole. One layer and not several, because each one costs every call.
 */
const guarded = <C extends object>(prove: Prove<C>) =>
  t.procedure.use(async ({ ctx, next, path, getRawInput }) => {
    let proved: C;
    try {
      proved = await prove({ ctx, path, getRawInput });
    } catch (error) {
      throw asTrpc(error, ctx, path);
    }
    const result = await next({ ctx: proved });
    return result.ok ? result : { ...result, error: asTrpc(result.error, ctx, path) };
  });

function asTrpc(error: unknown, ctx: Ctx, path: string): TRPCError {
  const wrapped = error instanceof TRPCError ? error : new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error });
  const failure = failureOf(wrapped, path);
  if (failure) return new TRPCError({ code: STATUS[failure.code], cause: failure, message: failure.key });
  ctx.world.log.error({ err: wrapped.cause ?? wrapped, path, request: ctx.request }, "unexpected error");
  return wrapped;
}

/** Open to whoever knows the address: signing in, accepting an invitation. */
export const anyone = guarded(() => ({}));

const asPerson: Prove<{ caller: Extract<Caller, { as: "person" }>; scope: Scope }> = async ({
  ctx,
  path,
  getRawInput,
}) => {
  const caller = await identify(ctx);
  if (caller.as !== "person") throw new Failure("forbidden", "call.forbidden", {});
  const standing = { role: null, owner: false, softphone: false, deeds: [], parked: false, operator: caller.operator };
  const who = { account: caller.person, actor: { as: "person", id: caller.person } as const, standing };
  return { caller, scope: await scopeOf(ctx, who, path, getRawInput) };
};

export const signedIn = guarded(asPerson);

/** Platform staff: no role in any account. The procedure proves the accounts that it reaches by itself. */
export const operators = guarded(async (call) => {
  const { caller, scope } = await asPerson(call);
  if (!caller.operator) throw new Failure("forbidden", "call.forbidden", {});
  return { caller, scope: { ...scope, actor: { as: "operator", id: caller.person } as const } };
});

/**
 * A procedure in an account, opened by any one of its deeds. Proves the account against the caller's memberships first: another
 * tenant's account answers as one that does not exist.
 */
export const open = (...deeds: readonly [Deed, ...Deed[]]) =>
  guarded(({ ctx, path, getRawInput }) => enter(ctx, deeds, path, getRawInput));

/** The door itself, for what is no procedure: a download. Throws the refusal. */
export async function enter(
  ctx: Ctx,
  deeds: readonly Deed[],
  path = "",
  getRawInput: () => Promise<unknown> = () => Promise.resolve(null),
): Promise<{ caller: Caller; place: Place; scope: Scope }> {
  const caller = await identify(ctx);
  const account = ctx.account ?? (caller.as === "key" ? caller.account : null);
  if (account === null) throw new Failure("invalid", "call.noAccount", {}, "x-callboard-account");
  const place = await ctx.world.door.place(caller, account);
  if (!place) throw new Failure("not-found", "call.notFound", {});
  const deed = deeds.find((one) => may(place.standing, one));
  if (deed === undefined) throw new Failure("forbidden", "call.forbidden", {});
  checkWorkAllowed(place.lifecycle, deed, ctx.world.now());
  const scope = await scopeOf(ctx, place, path, getRawInput);
  return { caller, place, scope: typeof ctx.asOf === "string" ? await lookingBack(scope, ctx.asOf) : scope };
}

/** The past is for those who read the history, as far back as the plan keeps it. */
async function lookingBack(scope: Scope, asOf: string): Promise<Scope> {
  if (!may(scope.standing, "read history")) throw new Failure("forbidden", "call.forbidden", {});
  if (!/^\d{1,15}$/.test(asOf)) throw new Failure("invalid", "fields.timeOdd", { field: "as of" }, "x-callboard-as-of");
  const { terms } = await look(scope, { terms: one("terms", scope.account) });
  const { retentionDays } = terms.data;
  const at = Number(asOf);
  if (at > scope.now) throw new Failure("invalid", "history.aheadOfTime", {}, "x-callboard-as-of");
  if (at <= scope.now - retentionDays * DAY)
    throw new Failure("invalid", "history.beforeTime", { days: retentionDays }, "x-callboard-as-of");
  return { ...scope, asOf: at };
}

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
  const hash = ctx.world.seal.mark(written([who.account, (await getRawInput()) ?? null]));
  return { ...scope, command: { procedure: path, key: ctx.key, hash } };
}

/** Input can be nested deeper than can be written out again. */
function written(asked: unknown): string {
  try {
    return JSON.stringify(asked);
  } catch {
    throw new Failure("invalid", "call.unreadable", {});
  }
}
