import { create, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import * as z from "zod/mini";
import { findOrRemoved } from "../../store/queries.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { findPlaces } from "./reads/changes.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { findLogHead } from "./reads/logHead.ts";

/** Counting stops here: with more than this, a person wants the list, not the number. */
const COUNT_MAX = 99;
const MarkReadInput = z.object({ n: z.int().check(z.minimum(0)) });

/** The read marker belongs to the person and is the same in all their browsers. */
const ownPersonScope = (scope: Scope): Scope => scopeWithin(scope, scope.actor.id);
const readMarkerQueries = (scope: Scope) => ({ looked: findOrRemoved("looked", scope.account) });

export const readMarkerProcedures = {
  /** Changes since the reader last looked. Their own changes don't count. */
  unread: accountProcedure("use the account").query(async ({ ctx }) => {
    const { scope, place: context } = ctx;
    const { looked: mark } = await read(ownPersonScope(scope), readMarkerQueries(scope));
    const reading = await readVisibility(scope, context, undefined);
    const since = mark?.data.seq ?? 0;
    const { places, next } = await findPlaces(
      scope,
      reading,
      { log: "history" },
      { limit: COUNT_MAX, since, news: true },
    );
    const { head } = await read(scope, { head: findLogHead(scope.account) });
    return {
      count: places.length,
      more: next !== null,
      since,
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
        ({ looked: mark, head }) => {
          const seq = Math.min(input.n, head);
          if (mark && mark.data.seq >= seq) return [];
          const said = { action: message("history.didLook") };
          return mark
            ? [save("looked", mark, { seq }, said)]
            : [create(scope.actor.id, "looked", scope.account, { seq }, said)];
        },
      );
    }),
};
