import { signal } from "@preact/signals";
import type { Outputs } from "./api.ts";

// tRPC sends each event together with its id.
type TrackedEvent = Outputs["feed"]["changes"] extends AsyncIterable<infer T> ? T : never;
/** What the feed reports: a record of this kind changed; the kind `all` means that any may have. */
export type ClientEvent = TrackedEvent extends { data: infer D } ? D : TrackedEvent;
/** `refused`: the server answers but doesn't allow a live connection, and says why. */
export type LiveState = "connecting" | "live" | "offline" | "refused";

export const liveState = signal<LiveState>("connecting");
/** Why the server refused the live connection. */
export const liveFailure = signal<string | null>(null);

const listeners = new Set<(event: ClientEvent) => void>();
/** Calls back at each event, from the server or from this page; returns a function that stops it. */
export function onClientEvent(listener: (event: ClientEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
/** Tells this page's listeners about an event. */
export const notifyLocally = (event: ClientEvent): void => {
  for (const listener of listeners) listener(event);
};
