import { create, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import * as z from "zod/mini";
import { findOrRemoved } from "../../store/queries.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { findLogPositions } from "./reads/changes.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { findLogHead } from "./reads/logHead.ts";

/** Counting stops here: beyond this, people want the list, not the number. */
const COUNT_MAX = 99;
/** `n`: the position in the log up to which somebody has read. */
const MarkReadInput = z.object({ n: z.int().check(z.minimum(0)) });

/** The read marker belongs to the person and is the same in all their browsers. */
const ownPersonScope = (scope: Scope): Scope => scopeWithin(scope, scope.actor.id);
const readMarkerQueries = (scope: Scope) => ({ marker: findOrRemoved("readMarker", scope.account) });

export const readMarkerProcedures = {
  /** Changes since the reader last looked. Their own changes don't count. */
  unread: accountProcedure("use the account").query(async ({ ctx }) => {
    const { scope, context } = ctx;
    const { marker } = await read(ownPersonScope(scope), readMarkerQueries(scope));
    const reader = await readVisibility(scope, context, undefined);
    const after = marker?.data.seq ?? 0;
    const { positions, next } = await findLogPositions(
      scope,
      reader,
      { log: "history" },
      { limit: COUNT_MAX, after, byOthersOnly: true },
    );
    const { head } = await read(scope, { head: findLogHead(scope.account) });
    return {
      count: positions.length,
      more: next !== null,
      since: after,
      upto: head,
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
      return commit(
        ownPersonScope(scope),
        { ...readMarkerQueries(scope), head: findLogHead(scope.account) },
        ({ marker, head }) => {
          const seq = Math.min(input.n, head);
          if (marker && marker.data.seq >= seq) return [];
          const metadata = { action: message("history.didRead") };
          return marker
            ? [save("readMarker", marker, { seq }, metadata)]
            : [create(scope.actor.id, "readMarker", scope.account, { seq }, metadata)];
        },
      );
    }),
};
