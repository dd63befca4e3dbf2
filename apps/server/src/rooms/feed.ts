import { type Deed, hears, may } from "@callboard/domain/access";
import { coded } from "@callboard/domain/fields.schema";
import { tracked } from "@trpc/server";
import * as z from "zod/mini";
import { BACKLOG_MAX, type Heard } from "../feed.ts";
import { Pace } from "../pace.ts";
import type { Entered } from "../entering.ts";
import { open, router } from "../trpc.ts";
import type { World } from "../world.ts";
import { movesStanding } from "../rights.ts";

/** What a screen is told: which kind of record moved. `all` means: look at everything again. */
type Told = { kind: Heard["kind"]; id: string; version: number } | { kind: "all" };

const Since = z.object({ lastEventId: z.optional(z.nullable(coded(20, /^\d+$/, "fields.odd"))) });

const LETS_IN = ["use the account", "read the board", "read history", "read the balance"] as const satisfies Deed[];

/** The live subscription of one account: what the role may read, from where the reader left off. */
export const feed = router({
  changes: open(...LETS_IN)
    .input(Since)
    .subscription(({ ctx, input, signal }) => {
      const { world, caller, scope } = ctx;
      // Refused before it begins: then the refusal is an answer like any other.
      const end = world.atOnce.begin("streams", caller, scope.account);
      // Whoever leaves before the first word is told is never in the loop, and has no other end.
      signal?.addEventListener("abort", end);
      if (signal?.aborted) end();
      return follow({ ...ctx, after: input.lastEventId ?? null, signal, end });
    }),
});

interface Following extends Entered {
  world: World;
  after: string | null;
  signal: AbortSignal | undefined;
  end: () => void;
}

async function* follow({ world, caller, place, scope, after, signal, end }: Following) {
  const person = caller.as === "person" ? caller.person : null;
  const owners = person === null ? [scope.account] : [scope.account, person];
  // A role derived from the agency ends with the membership there.
  const { agency } = place;
  const watched = agency === null ? owners : [...owners, agency];
  const queue: Heard[] = [];
  let wake = () => {};
  let over = false;
  // Listening comes before reading the backlog: what falls between is in both, and told once by its number.
  const hear = (heard: Heard) => {
    // Whoever reads more slowly than things move looks at everything again: what waits for them has an end.
    if (queue.length < BACKLOG_MAX) queue.push(heard);
    else queue.splice(0, queue.length, { ...heard, everything: true });
    wake();
  };
  const stop = await world.feed.listen(watched, (heard) => {
    if (heard.account !== agency || heard.kind === "member" || heard.everything) hear(heard);
  });
  const pace = new Pace(hear);
  const leave = () => {
    over = true;
    wake();
  };
  const stopSession = world.door.onSessionEnd(caller, leave);
  signal?.addEventListener("abort", leave);
  const asked = async () => {
    const again = await world.door.place(caller, scope.account);
    return again && LETS_IN.some((deed) => may(again.standing, deed)) ? again : null;
  };
  try {
    // A right that was lost since the door and before listening is told to nobody.
    const first = await asked();
    if (!first) return;
    place = first;
    let last = after ? Number(after) : await world.feed.head();
    const backlog = after ? await world.feed.backlog(owners, last) : [];
    if (backlog.length > BACKLOG_MAX) last = await world.feed.head();
    yield tracked(String(last), { kind: "all" } satisfies Told as Told);
    if (backlog.length <= BACKLOG_MAX) for (const heard of [...backlog, ...queue.splice(0)]) queue.push(heard);
    while (!over) {
      for (const heard of queue.splice(0)) {
        if (heard.everything) last = Math.max(last, heard.seq);
        else if (heard.kind !== "balance" && !heard.passing) {
          if (heard.seq <= last) continue;
          last = heard.seq;
        }
        if (!heard.everything && !pace.lets(heard)) continue;
        // How others stand is nothing to this stream: in a large account somebody moves all the time.
        if (
          heard.everything ||
          (movesStanding(heard.kind) && !(heard.kind === "member" && person && heard.id !== person))
        ) {
          const again = await asked();
          if (!again) return;
          place = again;
        }
        if (heard.everything) yield tracked(String(last), { kind: "all" } satisfies Told as Told);
        if (heard.everything || heard.account === agency) continue;
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
    end();
  }
}
