import { type Deed, hears, may } from "@callboard/domain/access";
import { coded } from "@callboard/domain/fields.schema";
import { tracked } from "@trpc/server";
import * as z from "zod/mini";
import { BACKLOG_MAX, type Heard } from "../feed.ts";
import { Pace } from "../pace.ts";
import { open, router } from "../trpc.ts";
import { movesStanding } from "../rights.ts";

/** What a screen is told: which kind of record moved. `all` means: look at everything again. */
export type Told = { kind: Heard["kind"]; id: string; version: number } | { kind: "all" };

const Since = z.object({ lastEventId: z.optional(z.nullable(coded(20, /^\d+$/, "fields.odd"))) });

const LETS_IN = ["use the account", "read the board", "read history", "read the balance"] as const satisfies Deed[];

/** The live subscription of one account: what the role may read, from where the reader left off. */
export const feed = router({
  changes: open(...LETS_IN)
    .input(Since)
    .subscription(async function* ({ ctx, input, signal }) {
      const { world, caller, scope } = ctx;
      const person = caller.as === "person" ? caller.person : null;
      const owners = person === null ? [scope.account] : [scope.account, person];
      let { place } = ctx;
      // A role derived from the agency ends with the membership there.
      const { agency } = place;
      const watched = agency === null ? owners : [...owners, agency];
      const queue: Heard[] = [];
      let wake = () => {};
      let over = false;
      // Listening comes before reading the backlog: what falls between is in both, and told once by its number.
      const stop = await world.feed.listen(watched, (heard) => {
        if (heard.account === agency && heard.kind !== "member" && !heard.everything) return;
        queue.push(heard);
        wake();
      });
      const pace = new Pace((heard) => {
        queue.push(heard);
        wake();
      });
      const end = () => {
        over = true;
        wake();
      };
      const stopSession = world.door.onSessionEnd(caller, end);
      signal?.addEventListener("abort", end);
      try {
        let last = input.lastEventId ? Number(input.lastEventId) : await world.feed.head();
        const backlog = input.lastEventId ? await world.feed.backlog(owners, last) : [];
        if (backlog.length > BACKLOG_MAX) last = await world.feed.head();
        yield tracked(String(last), { kind: "all" } satisfies Told as Told);
        if (backlog.length <= BACKLOG_MAX) for (const heard of [...backlog, ...queue.splice(0)]) queue.push(heard);
        while (!over) {
          for (const heard of queue.splice(0)) {
            if (heard.everything) {
              yield tracked(String(last), { kind: "all" } satisfies Told as Told);
              continue;
            }
            if (heard.kind !== "balance" && !heard.passing) {
              if (heard.seq <= last) continue;
              last = heard.seq;
            }
            if (!pace.lets(heard)) continue;
            if (movesStanding(heard.kind)) {
              const again = await world.door.place(caller, scope.account);
              if (!again || !LETS_IN.some((deed) => may(again.standing, deed))) return;
              place = again;
            }
            if (heard.account === agency) continue;
            if (hears(place.standing, person, heard))
              yield tracked(String(last), { kind: heard.kind, id: heard.id, version: heard.version } as Told);
          }
          if (over || queue.length > 0) continue;
          await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        pace.end();
        stop();
        stopSession();
      }
    }),
});
