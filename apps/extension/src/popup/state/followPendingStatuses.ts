import { effect } from "@preact/signals";
import { onPendingStatusChange } from "../../data/pendingStatus.ts";
import { liveState } from "../../data/liveState.ts";
import { pendingStatusName, PENDING_STATUS_PREFIX } from "../../data/storage/storageItems.ts";
import { namesWithPrefix } from "../../data/storage/storage.ts";
import { openStore } from "./boot.ts";
import { failedPendingStatus } from "./failedPendingStatus.ts";

/**
 * There is rarely anything pending, so the code that reads and sends it is loaded on demand. If a popup closes
 * meanwhile, the worker sends it.
 */
const loadSender = () => import("../../data/sendPendingStatuses.ts").catch(() => null);

export async function refreshFailedPendingStatus(): Promise<void> {
  const shown = openStore.peek();
  const hasPending = shown !== null && (await namesWithPrefix(pendingStatusName(shown))).length > 0;
  const pending = hasPending ? await (await loadSender())?.readPendingStatus(shown) : null;
  if (shown === openStore.peek())
    // A refused one counts as undelivered too.
    failedPendingStatus.value = pending?.undelivered ? pending : null;
}

/** Sends pending statuses of this account and others. */
async function sendAll(): Promise<void> {
  if ((await namesWithPrefix(PENDING_STATUS_PREFIX)).length > 0) await (await loadSender())?.sendPendingStatuses();
}

export function followPendingStatuses(): void {
  onPendingStatusChange(() => void refreshFailedPendingStatus());
  effect(() => {
    if (openStore.value && liveState.value === "live") void sendAll().then(refreshFailedPendingStatus);
    else void refreshFailedPendingStatus();
  });
}
