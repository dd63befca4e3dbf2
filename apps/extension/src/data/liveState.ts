import { signal } from "@preact/signals";
import type { Outputs } from "./api.ts";

type TrackedEvent = Outputs["feed"]["changes"] extends AsyncIterable<infer T> ? T : never;
export type ClientEvent = TrackedEvent extends { data: infer D } ? D : TrackedEvent;
/** `refused`: the server answers but doesn't allow a live connection, and says why. */
export type LiveState = "connecting" | "live" | "offline" | "refused";

export const liveState = signal<LiveState>("connecting");
export const liveFailure = signal<string | null>(null);

const listeners = new Set<(event: ClientEvent) => void>();
export function onClientEvent(listener: (event: ClientEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const notifyLocally = (event: ClientEvent): void => {
  for (const listener of listeners) listener(event);
};
