import { type Permission, receivesChange, may } from "@callboard/domain/core/permissions";
import { codeText } from "@callboard/domain/core/fieldSchemas";
import { tracked } from "@trpc/server";
import * as z from "zod/mini";
import { BACKLOG_MAX, type FeedEvent } from "../../feed/feed.ts";
import { EventThrottle } from "../../feed/throttle.ts";
import type { AccountCall } from "../../rpc/context.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import type { Services } from "../../services.ts";
import { affectsMembership } from "../../auth/memberships.ts";

/** Tells a screen which kind of record changed. `all` means: fetch everything again. */
type ClientEvent = { kind: FeedEvent["kind"]; id: string; version: number } | { kind: "all" };

const SinceInput = z.object({ lastEventId: z.optional(z.nullable(codeText(20, /^\d+$/, "fields.odd"))) });

const SUBSCRIBE_PERMISSIONS = [
  "use the account",
  "read the board",
  "read history",
  "read the balance",
] as const satisfies Permission[];

/** The live subscription of one account: what the role may read, from the last event that the reader got. */
export const feed = router({
  changes: accountProcedure(...SUBSCRIBE_PERMISSIONS)
    .input(SinceInput)
    .subscription(({ ctx, input, signal }) => {
      const { world: services, caller, scope } = ctx;
      // Refused before the stream begins, so the refusal is an ordinary answer.
      const end = services.atOnce.begin("streams", caller, scope.account);
      // A caller who leaves before the first event never reaches the loop below, which would end the stream.
      signal?.addEventListener("abort", end);
      if (signal?.aborted) end();
      return streamEvents({ ...ctx, after: input.lastEventId ?? null, signal, end });
    }),
});

interface Subscription extends AccountCall {
  world: Services;
  after: string | null;
  signal: AbortSignal | undefined;
  end: () => void;
}

async function* streamEvents({ world: services, caller, place: context, scope, after, signal, end }: Subscription) {
  const person = caller.as === "person" ? caller.person : null;
  const owners = person === null ? [scope.account] : [scope.account, person];
  // A role that comes from the agency ends with the membership there.
  const { agency } = context;
  const watched = agency === null ? owners : [...owners, agency];
  const queue: FeedEvent[] = [];
  let wake = () => {};
  let over = false;
  // Listen before reading the backlog: an event in between is in both, and its number makes it count once.
  const hear = (heard: FeedEvent) => {
    // A slow reader's queue is limited: once it is full, the reader fetches everything again.
    if (queue.length < BACKLOG_MAX) queue.push(heard);
    else queue.splice(0, queue.length, { ...heard, everything: true });
    wake();
  };
  const stop = await services.feed.listen(watched, (heard) => {
    if (heard.account !== agency || heard.kind === "member" || heard.everything) hear(heard);
  });
  const pace = new EventThrottle(hear);
  const leave = () => {
    over = true;
    wake();
  };
  const stopSession = services.door.onSessionEnd(caller, leave);
  signal?.addEventListener("abort", leave);
  const asked = async () => {
    const again = await services.door.place(caller, scope.account);
    return again && SUBSCRIBE_PERMISSIONS.some((permission) => may(again.standing, permission)) ? again : null;
  };
  try {
    // The permission may have been lost between the first check and listening.
    const first = await asked();
    if (!first) return;
    context = first;
    let last = after ? Number(after) : await services.feed.head();
    const backlog = after ? await services.feed.backlog(owners, last) : [];
    if (backlog.length > BACKLOG_MAX) last = await services.feed.head();
    yield tracked(String(last), { kind: "all" } satisfies ClientEvent as ClientEvent);
    if (backlog.length <= BACKLOG_MAX) for (const heard of [...backlog, ...queue.splice(0)]) queue.push(heard);
    while (!over) {
      for (const heard of queue.splice(0)) {
        if (heard.everything) last = Math.max(last, heard.seq);
        else if (heard.kind !== "balance" && !heard.passing) {
          if (heard.seq <= last) continue;
          last = heard.seq;
        }
        if (!heard.everything && !pace.lets(heard)) continue;
        // Other people's memberships don't matter to this stream, and in a large account they change all the time.
        if (
          heard.everything ||
          (affectsMembership(heard.kind) && !(heard.kind === "member" && person && heard.id !== person))
        ) {
          const again = await asked();
          if (!again) return;
          context = again;
        }
        if (heard.everything) yield tracked(String(last), { kind: "all" } satisfies ClientEvent as ClientEvent);
        if (heard.everything || heard.account === agency) continue;
        if (receivesChange(context.standing, person, heard))
          yield tracked(String(last), { kind: heard.kind, id: heard.id, version: heard.version } as ClientEvent);
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
