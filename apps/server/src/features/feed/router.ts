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

const SinceInput = z.object({ lastEventId: z.optional(z.nullable(codeText(20, /^\d+$/, "fields.invalid"))) });

const SUBSCRIBE_PERMISSIONS = [
  "use the account",
  "read the board",
  "read history",
  "read the balance",
] as const satisfies Permission[];

/** The live subscription of one account: what the role may read, from the last event that the reader received. */
export const feed = router({
  changes: accountProcedure(...SUBSCRIBE_PERMISSIONS)
    .input(SinceInput)
    .subscription(({ ctx, input, signal }) => {
      const { services, caller, scope } = ctx;
      // Refused before the stream begins, so the refusal is an ordinary answer.
      const end = services.concurrency.begin("streams", caller, scope.account);
      // A caller who leaves before the first event never reaches the loop below, which would end the stream.
      signal?.addEventListener("abort", end);
      if (signal?.aborted) end();
      return streamEvents({ ...ctx, after: input.lastEventId ?? null, signal, end });
    }),
});

interface Subscription extends AccountCall {
  services: Services;
  after: string | null;
  signal: AbortSignal | undefined;
  end: () => void;
}

async function* streamEvents({ services, caller, context, scope, after, signal, end }: Subscription) {
  const person = caller.as === "person" ? caller.person : null;
  // An account's log, and that of the person's own records.
  const logs = person === null ? [scope.account] : [scope.account, person];
  // A role that comes from the agency ends with the membership there.
  const { agency } = context;
  const watchedAccounts = agency === null ? logs : [...logs, agency];
  const queue: FeedEvent[] = [];
  let wake = () => {};
  let ended = false;
  // Listen before reading the backlog: an event in between is in both, and by its number it is sent only once.
  const enqueue = (event: FeedEvent) => {
    // A slow reader's queue is limited: once it is full, the reader fetches everything again.
    if (queue.length < BACKLOG_MAX) queue.push(event);
    else queue.splice(0, queue.length, { ...event, reloadAll: true });
    wake();
  };
  const stopListening = await services.feed.listen(watchedAccounts, (event) => {
    if (event.account !== agency || event.kind === "member" || event.reloadAll) enqueue(event);
  });
  const throttle = new EventThrottle(enqueue);
  const endStream = () => {
    ended = true;
    wake();
  };
  const stopWatchingSession = services.sessions.onSessionEnd(caller, endStream);
  signal?.addEventListener("abort", endStream);
  const readContext = async () => {
    const current = await services.sessions.accountContext(caller, scope.account);
    return current && SUBSCRIBE_PERMISSIONS.some((permission) => may(current.membership, permission)) ? current : null;
  };
  try {
    // The permission may have been lost between the first check and listening.
    const first = await readContext();
    if (!first) return;
    context = first;
    let lastSeq = after ? Number(after) : await services.feed.head();
    const backlog = after ? await services.feed.backlog(logs, lastSeq) : [];
    if (backlog.length > BACKLOG_MAX) lastSeq = await services.feed.head();
    // Unlogged events of the time without a stream are lost, so that clients begin by fetching everything.
    yield tracked(String(lastSeq), { kind: "all" } satisfies ClientEvent as ClientEvent);
    if (backlog.length <= BACKLOG_MAX) for (const event of [...backlog, ...queue.splice(0)]) queue.push(event);
    while (!ended) {
      for (const event of queue.splice(0)) {
        if (event.reloadAll) lastSeq = Math.max(lastSeq, event.seq);
        // Balance and unlogged events have no number of their own.
        else if (event.kind !== "balance" && !event.unlogged) {
          if (event.seq <= lastSeq) continue;
          lastSeq = event.seq;
        }
        if (!event.reloadAll && !throttle.allows(event)) continue;
        // Other people's memberships don't matter to this stream, and in a large account they change all the time.
        if (
          event.reloadAll ||
          (affectsMembership(event.kind) && !(event.kind === "member" && person && event.id !== person))
        ) {
          const current = await readContext();
          if (!current) return;
          context = current;
        }
        if (event.reloadAll) yield tracked(String(lastSeq), { kind: "all" } satisfies ClientEvent as ClientEvent);
        if (event.reloadAll || event.account === agency) continue;
        if (receivesChange(context.membership, person, event))
          yield tracked(String(lastSeq), { kind: event.kind, id: event.id, version: event.version } as ClientEvent);
      }
      if (ended || queue.length > 0) continue;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    throttle.stop();
    stopListening();
    stopWatchingSession();
    end();
  }
}
