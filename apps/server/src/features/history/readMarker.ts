import { create, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import * as z from "zod/mini";
import { findOrRemoved } from "../../store/queries.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { readLogPositions } from "./reads/changes.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { findLogHead } from "./reads/logHead.ts";

/** Counting stops here: beyond this, people want the list, not the number. */
const COUNT_MAX = 99;
/** `n`: the position in the log up to which somebody has read. */
const MarkReadInput = z.object({ n: z.int().check(z.minimum(0)) });

/**
 * The read marker belongs to the person and is the same in all their browsers. A person's own records are stored under
 * the person's id instead of an account's.
 */
const ownPersonScope = (scope: Scope): Scope => scopeWithin(scope, scope.actor.id);
/** Read together, so that a change that arrives meanwhile is neither counted nor marked as read. */
const unreadQueries = (scope: Scope) => ({
  marker: findOrRemoved("readMarker", scope.account),
  head: findLogHead(scope.account),
});

export const readMarkerProcedures = {
  /** Changes since the reader last looked. Their own changes don't count. */
  unread: accountProcedure("use the account").query(async ({ ctx }) => {
    const { scope, context } = ctx;
    const { marker, head } = await read(ownPersonScope(scope), unreadQueries(scope));
    const reader = await readVisibility(scope, context, undefined);
    const readUpTo = marker?.data.readUpTo ?? 0;
    const { positions, next } = await readLogPositions(
      scope,
      reader,
      { log: "history" },
      { limit: COUNT_MAX, afterPosition: readUpTo, beforePosition: head + 1, byOthersOnly: true },
    );
    return {
      count: positions.length,
      more: next !== null,
      readUpTo,
      head,
      now: scope.now,
    };
  }),

  /**
   * Never moves back: what was read in another browser stays read. Never moves beyond the log's end: later changes must
   * be unread.
   */
  markRead: accountProcedure("use the account")
    .input(MarkReadInput)
    .mutation(({ ctx, input }) => {
      const { scope } = ctx;
      return commit(ownPersonScope(scope), unreadQueries(scope), ({ marker, head }) => {
        const readUpTo = Math.min(input.n, head);
        if (marker && marker.data.readUpTo >= readUpTo) return [];
        const metadata = { action: message("history.didRead") };
        return marker
          ? [save("readMarker", marker, { readUpTo }, metadata)]
          : [create(scope.actor.id, "readMarker", scope.account, { readUpTo }, metadata)];
      });
    }),
};
