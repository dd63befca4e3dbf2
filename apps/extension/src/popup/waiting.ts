import { effect, signal } from "@preact/signals";
import { type Intent, onIntent, readIntent } from "../intents.ts";
import { liveState } from "../live.ts";
import { session } from "../session.ts";

/** A choice that could not be sent, or that came too late to be applied without asking. */
export const waiting = signal<Intent | null>(null);

export const look = async () => {
  const intent = await readIntent();
  waiting.value = intent && (intent.lost || intent.refused !== null) ? intent : null;
};

/** Hardly ever does anything wait: what sends it is fetched when something does. */
async function flush(): Promise<void> {
  if (await readIntent()) await (await import("../flushIntent.ts")).flushIntent();
}

export function watchIntents(): void {
  onIntent(() => void look());
  effect(() => {
    if (liveState.value === "live" && session.value) void flush().then(look);
  });
  void look();
}
