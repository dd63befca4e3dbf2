import { effect, signal } from "@preact/signals";
import { flushIntent, type Intent, onIntent, readIntent } from "../intents.ts";
import { liveState } from "../live.ts";
import { session } from "../session.ts";

/** A choice that could not be sent, or that came too late to be applied without asking. */
export const waiting = signal<Intent | null>(null);

export const look = async () => {
  const intent = await readIntent();
  waiting.value = intent && (intent.lost || intent.refused !== null) ? intent : null;
};

export function watchIntents(): void {
  onIntent(() => void look());
  effect(() => {
    if (liveState.value === "live" && session.value) void flushIntent().then(look);
  });
  void look();
}
