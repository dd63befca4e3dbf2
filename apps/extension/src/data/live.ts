import { effect, signal } from "@preact/signals";
import type { Outputs } from "./api.ts";
import { session } from "./session.ts";

type TrackedEvent = Outputs["feed"]["changes"] extends AsyncIterable<infer T> ? T : never;
export type ClientEvent = TrackedEvent extends { data: infer D } ? D : TrackedEvent;
/** `refused`: the server answers but doesn't allow a live connection, and says why. */
export type LiveState = "connecting" | "live" | "offline" | "refused";

export const liveState = signal<LiveState>("connecting");
export const liveFailure = signal<string | null>(null);

const listeners = new Set<(told: ClientEvent) => void>();
export function onClientEvent(listener: (told: ClientEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const notifyLocally = (told: ClientEvent): void => {
  for (const listener of listeners) listener(told);
};

/** Follows changes in the session's account. The stream reader is loaded after the first render. */
export function startLive(): void {
  let stop: (() => void) | undefined;
  effect(() => {
    const now = session.value;
    stop?.();
    stop = undefined;
    if (!now?.account) return;
    const { server, account } = now;
    liveState.value = "connecting";
    liveFailure.value = null;
    void import("./liveStream.ts").then((stream) => {
      if (session.peek() === now) stop = stream.followLive(server, account);
    });
  });
}
