import { create, save } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import * as z from "zod/mini";
import { stmt } from "../../db.ts";
import { maybe, type Need } from "../../needs.ts";
import { type Scope, within } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { placesOf } from "./list.ts";
import { sightHere } from "../../sight.ts";

/** Counting stops here: beyond it a person wants the list, not the number. */
const COUNT_MAX = 99;
const Upto = z.object({ n: z.int().check(z.minimum(0)) });

/** How far somebody has read belongs to them, and is one for all their browsers. */
const ownScope = (scope: Scope): Scope => within(scope, scope.actor.id);
const mine = (scope: Scope) => ({ looked: maybe("looked", scope.account) });

/** How far an account's log goes. The caller has proved it. */
const headOf = (account: string): Need<number> => ({
  stmts: () => [stmt("SELECT coalesce(max(n), 0) AS n FROM changes WHERE account = ?", account)],
  take: ([rows]) => Number(rows![0]!.n),
});

export const looked = {
  /** What changed since one last looked. One's own changes never count. */
  unread: open("use the account").query(async ({ ctx }) => {
    const { scope, place } = ctx;
    const { looked: mark } = await look(ownScope(scope), mine(scope));
    const reading = await sightHere(scope, place, undefined);
    const since = mark?.data.seq ?? 0;
    const { places, next } = await placesOf(
      scope,
      reading,
      { log: "history" },
      { limit: COUNT_MAX, since, news: true },
    );
    const { head } = await look(scope, { head: headOf(scope.account) });
    return {
      count: places.length,
      more: next !== null,
      since,
      upto: head,
      now: scope.now,
    };
  }),

  /** Never backwards: what was read in another browser stays read. Nor beyond the log: what is still to come is unread. */
  markRead: open("use the account")
    .input(Upto)
    .mutation(({ ctx, input }) => {
      const { scope } = ctx;
      return commit(ownScope(scope), { ...mine(scope), head: headOf(scope.account) }, ({ looked: mark, head }) => {
        const seq = Math.min(input.n, head);
        if (mark && mark.data.seq >= seq) return [];
        const said = { action: phrase("history.didLook") };
        return mark
          ? [save("looked", mark, { seq }, said)]
          : [create(scope.actor.id, "looked", scope.account, { seq }, said)];
      });
    }),
};
