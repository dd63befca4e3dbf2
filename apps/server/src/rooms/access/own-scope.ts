import type { Scope } from "../../scope.ts";
import type { Ctx } from "../../entering.ts";

/** A scope in which a person's own matters are written before or without a session. */
export function ownScope(ctx: Ctx, person: string): Scope {
  const { db, feed, now, newId } = ctx.world;
  const standing = { role: null, owner: false, softphone: false, deeds: [], parked: false, operator: false };
  return {
    db,
    feed,
    now: now(),
    newId,
    account: person,
    actor: { as: "person", id: person },
    standing,
    reach: [],
    request: ctx.request,
    command: ctx.command,
  };
}
