import { effect, signal } from "@preact/signals";
import type { Answers } from "./api.ts";
import { session } from "./session.ts";

type TrackedTold = Answers["feed"]["changes"] extends AsyncIterable<infer T> ? T : never;
export type Told = TrackedTold extends { data: infer D } ? D : TrackedTold;
/** `refused`: the server answers and does not let this follow along, for a reason that it says. */
export type LiveState = "connecting" | "live" | "offline" | "refused";

export const liveState = signal<LiveState>("connecting");
export const liveRefusal = signal<string | null>(null);

const listeners = new Set<(told: Told) => void>();
export function onTold(listener: (told: Told) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const tellHere = (told: Told): void => {
  for (const listener of listeners) listener(told);
};

/** Follows what happens in the account of the session. What reads it is fetched once the first picture stands. */
export function startLive(): void {
  let stop: (() => void) | undefined;
  effect(() => {
    const now = session.value;
    stop?.();
    stop = undefined;
    if (!now?.account) return;
    const { server, account } = now;
    liveState.value = "connecting";
    liveRefusal.value = null;
    void import("./liveStream.ts").then((stream) => {
      if (session.peek() === now) stop = stream.watch(server, account);
    });
  });
}
