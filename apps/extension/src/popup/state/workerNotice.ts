import { effect } from "@preact/signals";
import { nudgeWorker } from "../../browser.ts";
import { WORKER_NOTICE } from "../../data/storage/storageItems.ts";
import { remove, read, watch } from "../../data/storage/storage.ts";
import { showToast } from "./toasts.ts";
import { openStore } from "./boot.ts";

/** A failure that the worker ran into: shown as soon as the popup opens; only then the mark on the icon is removed. */
async function showWorkerNotice(): Promise<void> {
  const sentence = await read(WORKER_NOTICE());
  if (sentence === null) return;
  void showToast({ sentence, tone: "bad" });
  await remove(WORKER_NOTICE());
}

export function followWorkerNotice(): void {
  watch(WORKER_NOTICE(), () => void showWorkerNotice());
  void showWorkerNotice();
  // The worker polls only now and then: while the popup is live, it keeps the icon up to date.
  effect(() => {
    if (openStore.value?.ownStatus.data.value) nudgeWorker();
  });
}
