import { effect } from "@preact/signals";
import { nudgeWorker } from "../../browser.ts";
import { WORKER_NOTICE } from "../../data/storageItems.ts";
import { remove, read, watch } from "../../data/storage.ts";
import { showToast } from "./toasts.ts";
import { store } from "./boot.ts";

/** What the worker was refused: said as soon as somebody looks, and only then the mark on the icon goes. */
async function showWorkerNotice(): Promise<void> {
  const sentence = await read(WORKER_NOTICE());
  if (sentence === null) return;
  void showToast({ sentence, kind: "bad" });
  await remove(WORKER_NOTICE());
}

export function followWorkerNotice(): void {
  watch(WORKER_NOTICE(), () => void showWorkerNotice());
  void showWorkerNotice();
  // The worker only asks now and then: while the popup hears everything at once, so does the icon.
  effect(() => {
    if (store.value?.mine.data.value) nudgeWorker();
  });
}
