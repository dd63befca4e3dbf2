import { hash } from "node:crypto";
import { type Permission, may } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { checkNotCanceled } from "@callboard/domain/lifecycle/rules";
import { isValidText } from "@callboard/domain/core/text/text";
import type { IdempotentCommand } from "../store/idempotency.ts";
import { checkInstant } from "../store/visibility.ts";
import type { Caller, AccountContext } from "../auth/sessionCache.ts";
import type { CallRequest } from "./question.ts";
import type { Scope } from "../store/scope.ts";
import { readVisibility } from "../store/reads/ownVisibility.ts";
import type { Services } from "../services.ts";

/** The context of an API request, before any check. */
export interface CallContext extends CallRequest {
  services: Services;
  /** The command of the idempotency key, if there is one. */
  command?: IdempotentCommand | undefined;
}

export const requestedAccount = ({ account }: CallContext, caller: Caller): string | null =>
  account ?? (caller.as === "key" ? caller.account : null);

/** The caller, their membership, and their scope in an account. */
export interface AccountCall {
  caller: Caller;
  context: AccountContext;
  scope: Scope;
}

/** The access check for requests outside tRPC, such as downloads. Throws the failure. */
export const enterAccount = async (ctx: CallContext, permissions: readonly Permission[]) =>
  enterAccountAs(ctx, await identify(ctx), permissions, undefined, false);

/** Checks a known caller's access to the requested account: any one of the permissions. `writes`: for a mutation. */
export async function enterAccountAs(
  ctx: CallContext,
  caller: Caller,
  permissions: readonly Permission[],
  command: IdempotentCommand | undefined,
  writes: boolean,
): Promise<AccountCall> {
  const account = requestedAccount(ctx, caller);
  if (account === null) throw new Failure("invalid", "api.noAccount", {}, "x-callboard-account");
  const context = await ctx.services.sessions.accountContext(caller, account);
  if (!context) throw new Failure("not-found", "api.notFound", {});
  const permission = permissions.find((candidate) => may(context.membership, candidate));
  if (permission === undefined) throw new Failure("forbidden", "api.forbidden", {});
  // Reading is possible in every state: a canceled account stays completely readable.
  if (writes) checkNotCanceled(context.lifecycle, permission, ctx.services.now());
  // Failures from here on are rendered in the account's zone.
  ctx.locale = { ...ctx.locale, zone: ctx.locale.zone ?? context.zone };
  const scope = callScope(ctx, context, command);
  return { caller, context, scope: typeof ctx.asOf === "string" ? await asOfScope(scope, ctx.asOf) : scope };
}

/** The past is for people who may read the history, as far back as the plan keeps it. */
async function asOfScope(scope: Scope, asOf: string): Promise<Scope> {
  if (!may(scope.membership, "read history")) throw new Failure("forbidden", "api.forbidden", {});
  if (!/^\d{1,15}$/.test(asOf))
    throw new Failure("invalid", "fields.invalidTime", { field: "as of" }, "x-callboard-as-of");
  const at = Number(asOf);
  const { visibility } = await readVisibility(scope, { zone: "UTC" }, undefined);
  checkInstant(at, visibility, scope.now, "x-callboard-as-of");
  return { ...scope, asOf: at };
}

export async function identify(ctx: CallContext): Promise<Caller> {
  if (ctx.secret === null) throw new Failure("signed-out", "api.signedOut", {});
  const caller = await ctx.services.sessions.caller(ctx.secret, ctx.services.now());
  return caller ?? failExpired();
}

const failExpired = (): never => {
  throw new Failure("signed-out", "api.expired", {});
};

const KEY_MAX = 200;

/**
 * Takes the idempotency key from the input itself, such as a phone event's id. `content`: what a repetition must have
 * in common. Null if the input has no id.
 */
export type InputKey = (input: unknown) => { key: string; content: unknown } | null;

/** The command of a call's idempotency key. The input may contain a password, so only its digest is stored. */
export function commandOf(
  { key, services }: CallContext,
  procedure: string,
  { actor, owner }: { actor: string; owner: string },
  input: unknown,
  inputKey?: InputKey,
): IdempotentCommand | undefined {
  const keyed = inputKey?.(input);
  if (keyed) return { actor, procedure, key: keyed.key, hash: hash("sha256", toJson(keyed.content), "base64url") };
  if (key === null || inputKey) return undefined;
  if (key.length === 0 || key.length > KEY_MAX || !isValidText(key))
    throw new Failure("invalid", "api.invalidIdempotencyKey", {}, "idempotency-key");
  return { actor, procedure, key, hash: services.seal.hmac(toJson([owner, input ?? null])) };
}

export function callScope(
  { services: { db, feed, now, newId, runThreshold }, request, locale }: CallContext,
  { account, actor, membership }: Pick<AccountContext, "account" | "actor" | "membership">,
  command: IdempotentCommand | undefined,
): Scope {
  return {
    db,
    feed,
    now: now(),
    newId,
    account,
    actor,
    membership,
    relatedAccounts: [],
    request,
    command,
    locale,
    runThreshold,
  };
}

/** Input can be nested too deeply to serialize again. */
function toJson(input: unknown): string {
  try {
    return JSON.stringify(input);
  } catch {
    throw new Failure("invalid", "api.unreadable", {});
  }
}
