import { NO_MEMBERSHIP } from "@callboard/domain/core/permissions";
import type { Scope } from "../store/scope.ts";
import type { CallContext } from "./context.ts";

/** The scope for a person's own data, with or without a session. */
export function personScope(ctx: CallContext, person: string): Scope {
  const { db, feed, now, newId } = ctx.world;
  return {
    db,
    feed,
    now: now(),
    newId,
    account: person,
    actor: { as: "person", id: person },
    standing: NO_MEMBERSHIP,
    reach: [],
    request: ctx.request,
    command: ctx.command,
  };
}
