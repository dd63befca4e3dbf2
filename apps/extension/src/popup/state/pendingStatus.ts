import { effect, signal } from "@preact/signals";
import { type Intent, onPendingStatusChange } from "../../data/pendingStatus.ts";
import { liveState } from "../../data/live.ts";
import { pendingStatusName, PENDING_STATUS_PREFIX } from "../../data/storageItems.ts";
import { namesWithPrefix } from "../../data/storage.ts";
import { store } from "./boot.ts";

/** A choice in this account that couldn't be sent, or that came too late to be applied without asking. */
export const pendingStatus = signal<Intent | null>(null);

/**
 * There is rarely anything pending, so the code that reads and sends it is loaded on demand. If a popup closes
 * meanwhile, the worker sends it.
 */
const loadSender = () => import("../../data/sendPendingStatuses.ts").catch(() => null);

export async function refreshPendingStatus(): Promise<void> {
  const here = store.peek();
  const waits = here !== null && (await namesWithPrefix(pendingStatusName(here))).length > 0;
  const intent = waits ? await (await loadSender())?.readPendingStatus(here) : null;
  if (here === store.peek()) pendingStatus.value = intent && (intent.lost || intent.refused !== null) ? intent : null;
}

/** Sends pending statuses of this account and others. */
async function sendAll(): Promise<void> {
  if ((await namesWithPrefix(PENDING_STATUS_PREFIX)).length > 0) await (await loadSender())?.sendPendingStatuses();
}

export function followPendingStatuses(): void {
  onPendingStatusChange(() => void refreshPendingStatus());
  effect(() => {
    if (store.value && liveState.value === "live") void sendAll().then(refreshPendingStatus);
    else void refreshPendingStatus();
  });
}
