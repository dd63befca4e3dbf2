import { type Permission, NO_MEMBERSHIP } from "@callboard/domain/core/permissions";
import { Failure, type FailureCode } from "@callboard/domain/core/failure";
import { en } from "@callboard/domain/core/messages/en";
import { render } from "@callboard/domain/core/message";
import { truncateText, repairText } from "@callboard/domain/core/text/text";
import { initTRPC, TRPCError } from "@trpc/server";
import { badInput } from "./badInput.ts";
import { findAnswer, type IdempotentCommand, storeAnswer } from "../store/idempotency.ts";
import {
  requestedAccount,
  commandOf,
  type CallContext,
  type AccountCall,
  enterAccountAs,
  identify,
  type InputKey,
  callScope,
} from "./context.ts";
import { runInOrder } from "./inOrder.ts";
import { localeIn } from "../store/locale.ts";
import { answerInThread } from "./longReads.ts";
import { actorOf, type Caller } from "../auth/sessionCache.ts";
import type { Scope } from "../store/scope.ts";

/** The tRPC code, and with it the HTTP status, of each failure code. */
const TRPC_CODES = {
  invalid: "BAD_REQUEST",
  forbidden: "FORBIDDEN",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  unpaid: "PAYMENT_REQUIRED",
  busy: "SERVICE_UNAVAILABLE",
  "signed-out": "UNAUTHORIZED",
} as const satisfies Record<FailureCode, TRPCError["code"]>;

interface ProcedureMeta {
  /**
   * The answer to a repeated mutation, if not the first answer. `secret`: a secret isn't shown again. `again`: it runs
   * again, because its result is for the present caller.
   */
  onReplay?: "secret" | "again";
  /** For input that carries its own unique id (a phone event): that id is the idempotency key, forever. */
  inputKey?: InputKey;
  /**
   * Reads all of an account's data, always or for some inputs: with more than 1,000 changes in its log, it runs in a
   * reader thread.
   */
  inReaderThread?: true | ((input: unknown) => boolean);
}

const t = initTRPC
  .context<CallContext>()
  .meta<ProcedureMeta>()
  .create({
    sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 25_000 } },
    errorFormatter({ shape, error, ctx, path, type }) {
      const failure = failureOf(error, path);
      const request = ctx?.request ?? "";
      // The error may have come after the commit, so don't claim that nothing was changed.
      const internalError = type === "mutation" ? "api.internalErrorWhileWriting" : "api.internalError";
      const message = failure
        ? { key: failure.key, values: failure.values as Record<string, string | number> }
        : ({ key: internalError, values: { request } } as const);
      const sentence = render(en, message, localeIn(ctx?.locale, "UTC"));
      const code: FailureCode | "broken" = failure?.code ?? "broken";
      return {
        code: shape.code,
        message: sentence,
        data: {
          code,
          key: failure?.key ?? internalError,
          field: failure?.field ?? null,
          httpStatus: shape.data.httpStatus,
          request,
        },
      };
    },
  });

/** The failure inside tRPC's error; null means an unexpected error, a bug. */
function failureOf(error: TRPCError, path: string | undefined): Failure | null {
  if (error.cause instanceof Failure) return error.cause;
  if (error.code === "BAD_REQUEST" && error.cause)
    return badInput(error.cause) ?? new Failure("invalid", "api.unreadable", {});
  if (error.code === "NOT_FOUND" || error.code === "METHOD_NOT_SUPPORTED")
    return new Failure("not-found", "api.unknownProcedure", { path: truncateText(repairText(path ?? ""), 100) });
  if (error.code === "PARSE_ERROR" || error.code === "BAD_REQUEST" || error.code === "UNSUPPORTED_MEDIA_TYPE")
    return new Failure("invalid", "api.unreadable", {});
  return null;
}

export const router = t.router;
export const callerFactory = t.createCallerFactory;

/** Who may call a procedure. `W`: the caller; `C`: what the procedure gets once access was granted. */
interface ProcedureAccess<W, C extends object> {
  /** Identifies the caller, without checking permissions. */
  identify(ctx: CallContext): Promise<W> | W;
  /**
   * `actor` owns the idempotency key. `owner` is the account (or person) of the call: the same key for another account
   * is rejected as reused.
   */
  commandOwner(who: W, ctx: CallContext): { actor: string; owner: string };
  authorize(ctx: CallContext, who: W, command: IdempotentCommand | undefined, writes: boolean): Promise<C> | C;
}

/**
 * One middleware around every procedure: it answers a repeated mutation with its first answer, authorizes the
 * call, maps failures to HTTP statuses and logs everything else. A single one, because each middleware costs
 * time on every call.
 */
const guardedProcedure = <W, C extends object>({ identify, commandOwner, authorize }: ProcedureAccess<W, C>) =>
  t.procedure.use(async ({ ctx, next, path, type, meta, getRawInput }) => {
    const { db, now } = ctx.services;
    const enter = async () => {
      const caller = await identify(ctx);
      let command: IdempotentCommand | undefined;
      if (type === "mutation" && meta?.onReplay !== "again")
        command = commandOf(ctx, path, commandOwner(caller, ctx), await getRawInput(), meta?.inputKey);
      if (command && meta?.onReplay === "secret") command.isSecret = true;
      // Looked up before authorizing: the first run may itself have removed the caller's permission.
      const earlierAnswer = command ? await findAnswer(db, command) : null;
      return earlierAnswer ?? { access: await authorize(ctx, caller, command, type === "mutation"), command };
    };
    try {
      const entry = await (type === "mutation" ? runInOrder(db, ctx.secret, enter) : enter());
      if ("answer" in entry) return answerWith(entry.answer);
      const { access, command } = entry;
      if (type === "query" && isAccountCall(access) && (meta?.inReaderThread || typeof ctx.asOf === "string")) {
        const input = await getRawInput();
        const isLong =
          typeof ctx.asOf === "string" || meta?.inReaderThread === true || meta?.inReaderThread?.(input) === true;
        const threadAnswer = isLong ? await answerInThread(ctx, access, { path, input }) : null;
        if (threadAnswer) return answerWith(threadAnswer.data);
      }
      const result = await next({ ctx: { ...access, command } });
      if (!result.ok) return { ...result, error: toTrpcError(result.error, ctx, path) };
      if (command === undefined || command.isAnswerStored) return result;
      return { ...result, data: await storeAnswer(db, command, result.data, now()) };
    } catch (error) {
      throw toTrpcError(error, ctx, path);
    }
  });

const isAccountCall = (access: object): access is AccountCall => "context" in access;

/** Skips the procedure. tRPC exports no way to make this result, so its marker is copied. */
const answerWith = (data: unknown): never => ({ ok: true, data, marker: "middlewareMarker" }) as never;

function toTrpcError(error: unknown, ctx: CallContext, path: string): TRPCError {
  const wrapped = error instanceof TRPCError ? error : new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error });
  const failure = failureOf(wrapped, path);
  if (failure) return new TRPCError({ code: TRPC_CODES[failure.code], cause: failure, message: failure.key });
  ctx.services.log.error({ err: wrapped.cause ?? wrapped, path, request: ctx.request }, "unexpected error");
  return wrapped;
}

/** Open to everybody: signing in, accepting an invitation. */
export const publicProcedure = guardedProcedure({
  identify: () => null,
  commandOwner: () => ({ actor: "anyone", owner: "" }),
  authorize: () => ({}),
});

type Person = Extract<Caller, { as: "person" }>;

const personAccess: ProcedureAccess<Caller, { caller: Person; scope: Scope }> = {
  identify,
  commandOwner: (caller) => ({ actor: actorOf(caller), owner: caller.as === "person" ? caller.person : "" }),
  authorize(ctx, caller, command) {
    if (caller.as !== "person") throw new Failure("forbidden", "api.forbidden", {});
    const membership = { ...NO_MEMBERSHIP, operator: caller.operator };
    // A person's own records belong to their id, as an account's do to its id.
    const context = { account: caller.person, actor: { as: "person", id: caller.person } as const, membership };
    return { caller, scope: callScope(ctx, context, command) };
  },
};

/** For signed-in people and their own data, in no account. */
export const personProcedure = guardedProcedure(personAccess);

/** For platform staff, who have no role in any account. The procedure itself checks the accounts that it touches. */
export const operatorProcedure = guardedProcedure({
  ...personAccess,
  async authorize(ctx, who: Caller, command, writes) {
    const { caller, scope } = await personAccess.authorize(ctx, who, command, writes);
    if (!caller.operator) throw new Failure("forbidden", "api.forbidden", {});
    return { caller, scope: { ...scope, actor: { as: "operator", id: caller.person } as const } };
  },
});

/**
 * A procedure in an account that requires any one of these permissions. First checks the account against the caller's
 * memberships: another tenant's account answers as if it didn't exist.
 */
export const accountProcedure = (...permissions: readonly [Permission, ...Permission[]]) =>
  guardedProcedure({
    identify,
    commandOwner: (caller: Caller, ctx) => ({ actor: actorOf(caller), owner: requestedAccount(ctx, caller) ?? "" }),
    authorize: (ctx, caller, command, writes) => enterAccountAs(ctx, caller, permissions, command, writes),
  });
