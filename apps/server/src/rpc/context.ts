import { hash } from "node:crypto";
import { type Permission, may } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle/rules";
import { isValidText } from "@callboard/domain/core/text/text";
import type { IdempotentCommand } from "../store/idempotency.ts";
import { checkInstant } from "../store/visibility.ts";
import type { Caller, AccountContext } from "../auth/sessionCache.ts";
import type { CallRequest } from "./question.ts";
import type { Scope } from "../store/scope.ts";
import { readVisibility } from "../store/reads/ownVisibility.ts";
import type { Services } from "../services.ts";

/** A call before any check. */
export interface CallContext extends CallRequest {
  world: Services;
  /** The command of the idempotency key, if there is one. */
  command?: IdempotentCommand | undefined;
}

export const requestedAccount = ({ account }: CallContext, caller: Caller): string | null =>
  account ?? (caller.as === "key" ? caller.account : null);

/** The caller, their membership, and their scope in an account. */
export interface AccountCall {
  caller: Caller;
  place: AccountContext;
  scope: Scope;
}

/** The access check for requests outside tRPC, such as downloads. Throws the failure. */
export const enterAccount = async (ctx: CallContext, deeds: readonly Permission[]) =>
  enterAccountAs(ctx, await identify(ctx), deeds, undefined, false);

export async function enterAccountAs(
  ctx: CallContext,
  caller: Caller,
  deeds: readonly Permission[],
  command: IdempotentCommand | undefined,
  writes: boolean,
): Promise<AccountCall> {
  const account = requestedAccount(ctx, caller);
  if (account === null) throw new Failure("invalid", "call.noAccount", {}, "x-callboard-account");
  const place = await ctx.world.door.place(caller, account);
  if (!place) throw new Failure("not-found", "call.notFound", {});
  const deed = deeds.find((one) => may(place.standing, one));
  if (deed === undefined) throw new Failure("forbidden", "call.forbidden", {});
  // Reading is possible in every state: a canceled account stays completely readable.
  if (writes) checkWorkAllowed(place.lifecycle, deed, ctx.world.now());
  // Failures from here on are rendered in the account's zone.
  ctx.locale = { ...ctx.locale, zone: ctx.locale.zone ?? place.zone };
  const scope = callScope(ctx, place, command);
  return { caller, place, scope: typeof ctx.asOf === "string" ? await asOfScope(scope, ctx.asOf) : scope };
}

/** The past is for people who may read the history, as far back as the plan keeps it. */
async function asOfScope(scope: Scope, asOf: string): Promise<Scope> {
  if (!may(scope.standing, "read history")) throw new Failure("forbidden", "call.forbidden", {});
  if (!/^\d{1,15}$/.test(asOf)) throw new Failure("invalid", "fields.timeOdd", { field: "as of" }, "x-callboard-as-of");
  const at = Number(asOf);
  const { sight } = await readVisibility(scope, { zone: "UTC" }, undefined);
  checkInstant(at, sight, scope.now, "x-callboard-as-of");
  return { ...scope, asOf: at };
}

export async function identify(ctx: CallContext): Promise<Caller> {
  if (ctx.secret === null) throw new Failure("signed-out", "call.signedOut", {});
  const caller = await ctx.world.door.caller(ctx.secret, ctx.world.now());
  return caller ?? failExpired();
}

const failExpired = (): never => {
  throw new Failure("signed-out", "call.expired", {});
};

const KEY_MAX = 200;

/** The id that the content itself has, and the content that must be the same; null if it has none. */
export type ContentKey = (asked: unknown) => { key: string; content: unknown } | null;

/** The command of a call's idempotency key. The input may contain a password, so only its digest is stored. */
export function commandOf(
  { key, world: services }: CallContext,
  procedure: string,
  { actor, owner }: { actor: string; owner: string },
  asked: unknown,
  ownKey?: ContentKey,
): IdempotentCommand | undefined {
  const own = ownKey?.(asked);
  if (own) return { actor, procedure, key: own.key, hash: hash("sha256", toJson(own.content), "base64url") };
  if (key === null || ownKey) return undefined;
  if (key.length === 0 || key.length > KEY_MAX || !isValidText(key))
    throw new Failure("invalid", "call.keyOdd", {}, "idempotency-key");
  return { actor, procedure, key, hash: services.seal.mark(toJson([owner, asked ?? null])) };
}

export function callScope(
  { world: { db, feed, now, newId, longFrom }, request, locale }: CallContext,
  { account, actor, standing: membership }: Pick<AccountContext, "account" | "actor" | "standing">,
  command: IdempotentCommand | undefined,
): Scope {
  return {
    db,
    feed,
    now: now(),
    newId,
    account,
    actor,
    standing: membership,
    reach: [],
    request,
    command,
    locale,
    longFrom,
  };
}

/** Input can be nested too deeply to serialize again. */
function toJson(asked: unknown): string {
  try {
    return JSON.stringify(asked);
  } catch {
    throw new Failure("invalid", "call.unreadable", {});
  }
}
