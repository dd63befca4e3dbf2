import { effect } from "@preact/signals";
import { kept, nudgeWorker } from "../browser.ts";
import { toasts } from "./acting.ts";
import { desk } from "./entrance.ts";

/** What the worker was refused while nobody looked: said now, and the mark on the icon goes. */
export async function tellMissed(): Promise<void> {
  const known = await kept.get<{ refused: string | null }>("known");
  if (known?.refused) toasts.show({ sentence: known.refused, kind: "bad" });
  // The worker only asks now and then: while the popup hears everything at once, so does the icon.
  effect(() => {
    if (desk.value?.mine.data.value) nudgeWorker();
  });
}
