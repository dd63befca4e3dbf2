import { effect } from "@preact/signals";
import { nudgeWorker } from "../browser.ts";
import { NOTICE } from "../storage.ts";
import { drop, read, watch } from "../stored.ts";
import { tell } from "./toasts.ts";
import { desk } from "./entrance.ts";

/** What the worker was refused: said as soon as somebody looks, and only then the mark on the icon goes. */
async function tellNotice(): Promise<void> {
  const sentence = await read(NOTICE());
  if (sentence === null) return;
  void tell({ sentence, kind: "bad" });
  await drop(NOTICE());
}

export function tellMissed(): void {
  watch(NOTICE(), () => void tellNotice());
  void tellNotice();
  // The worker only asks now and then: while the popup hears everything at once, so does the icon.
  effect(() => {
    if (desk.value?.mine.data.value) nudgeWorker();
  });
}
