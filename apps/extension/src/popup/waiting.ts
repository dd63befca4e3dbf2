import { effect, signal } from "@preact/signals";
import { type Intent, onIntent } from "../intents.ts";
import { liveState } from "../live.ts";
import { intentName, INTENTS } from "../storage.ts";
import { namesOf } from "../stored.ts";
import { desk } from "./entrance.ts";

/** A choice in this account that could not be sent, or that came too late to be applied without asking. */
export const waiting = signal<Intent | null>(null);

/** Hardly ever does anything wait: what reads and sends it is fetched when something does. */
const sending = () => import("../flushIntent.ts");

export async function look(): Promise<void> {
  const here = desk.peek();
  const waits = here !== null && (await namesOf(intentName(here))).length > 0;
  const intent = waits ? await (await sending()).intentOf(here) : null;
  if (here === desk.peek()) waiting.value = intent && (intent.lost || intent.refused !== null) ? intent : null;
}

/** In this account or another. */
async function flush(): Promise<void> {
  if ((await namesOf(INTENTS)).length > 0) await (await sending()).flushIntents();
}

export function watchIntents(): void {
  onIntent(() => void look());
  effect(() => {
    if (desk.value && liveState.value === "live") void flush().then(look);
    else void look();
  });
}
