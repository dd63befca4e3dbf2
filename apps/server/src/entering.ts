import { hash } from "node:crypto";
import { type Deed, may } from "@callboard/domain/access";
import { Failure } from "@callboard/domain/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { isWhole } from "@callboard/domain/text";
import type { Command } from "./commands.ts";
import { checkInstant } from "./visibility.ts";
import type { Caller, Place } from "./rooms/access/doorkeeper.ts";
import type { Asking } from "./reading/asking.ts";
import type { Scope } from "./scope.ts";
import { sightHere } from "./sight.ts";
import type { World } from "./world.ts";

/** What is known of a call before anything is proved. */
export interface Ctx extends Asking {
  world: World;
  /** What the idempotency key stands for, where there is one. */
  command?: Command | undefined;
}

export const accountAsked = ({ account }: Ctx, caller: Caller): string | null =>
  account ?? (caller.as === "key" ? caller.account : null);

/** Who calls, how they stand where they call, and what they work with there. */
export interface Entered {
  caller: Caller;
  place: Place;
  scope: Scope;
}

/** The door itself, for what is no procedure: a download. Throws the refusal. */
export const enter = async (ctx: Ctx, deeds: readonly Deed[]) =>
  enterAs(ctx, await identify(ctx), deeds, undefined, false);

export async function enterAs(
  ctx: Ctx,
  caller: Caller,
  deeds: readonly Deed[],
  command: Command | undefined,
  writes: boolean,
): Promise<Entered> {
  const account = accountAsked(ctx, caller);
  if (account === null) throw new Failure("invalid", "call.noAccount", {}, "x-callboard-account");
  const place = await ctx.world.door.place(caller, account);
  if (!place) throw new Failure("not-found", "call.notFound", {});
  const deed = deeds.find((one) => may(place.standing, one));
  if (deed === undefined) throw new Failure("forbidden", "call.forbidden", {});
  // Whatever is only asked can be asked in every state: a canceled account stays readable as a whole.
  if (writes) checkWorkAllowed(place.lifecycle, deed, ctx.world.now());
  // What is refused from here on is written like all the rest.
  ctx.locale = { ...ctx.locale, zone: ctx.locale.zone ?? place.zone };
  const scope = scopeOf(ctx, place, command);
  return { caller, place, scope: typeof ctx.asOf === "string" ? await lookingBack(scope, ctx.asOf) : scope };
}

/** The past is for those who read the history, as far back as the plan keeps it. */
async function lookingBack(scope: Scope, asOf: string): Promise<Scope> {
  if (!may(scope.standing, "read history")) throw new Failure("forbidden", "call.forbidden", {});
  if (!/^\d{1,15}$/.test(asOf)) throw new Failure("invalid", "fields.timeOdd", { field: "as of" }, "x-callboard-as-of");
  const at = Number(asOf);
  const { sight } = await sightHere(scope, { zone: "UTC" }, undefined);
  checkInstant(at, sight, scope.now, "x-callboard-as-of");
  return { ...scope, asOf: at };
}

export async function identify(ctx: Ctx): Promise<Caller> {
  if (ctx.secret === null) throw new Failure("signed-out", "call.signedOut", {});
  const caller = await ctx.world.door.caller(ctx.secret, ctx.world.now());
  return caller ?? refuseExpired();
}

const refuseExpired = (): never => {
  throw new Failure("signed-out", "call.expired", {});
};

const KEY_MAX = 200;

/** The id by which a content is known, and what of it must be the same; null where it has none yet. */
export type OwnKey = (asked: unknown) => { key: string; content: unknown } | null;

/** What a call's idempotency key stands for. What is asked may hold a password: only its digest is kept. */
export function commandOf(
  { key, world }: Ctx,
  procedure: string,
  { actor, owner }: { actor: string; owner: string },
  asked: unknown,
  ownKey?: OwnKey,
): Command | undefined {
  const own = ownKey?.(asked);
  if (own) return { actor, procedure, key: own.key, hash: hash("sha256", written(own.content), "base64url") };
  if (key === null || ownKey) return undefined;
  if (key.length === 0 || key.length > KEY_MAX || !isWhole(key))
    throw new Failure("invalid", "call.keyOdd", {}, "idempotency-key");
  return { actor, procedure, key, hash: world.seal.mark(written([owner, asked ?? null])) };
}

export function scopeOf(
  { world: { db, feed, now, newId, longFrom }, request, locale }: Ctx,
  { account, actor, standing }: Pick<Place, "account" | "actor" | "standing">,
  command: Command | undefined,
): Scope {
  return { db, feed, now: now(), newId, account, actor, standing, reach: [], request, command, locale, longFrom };
}

/** Input can be nested deeper than can be written out again. */
function written(asked: unknown): string {
  try {
    return JSON.stringify(asked);
  } catch {
    throw new Failure("invalid", "call.unreadable", {});
  }
}
