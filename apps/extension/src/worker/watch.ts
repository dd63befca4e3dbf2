import { extensionBrowser } from "../browser.ts";
import { sendPendingStatuses } from "../data/sendPendingStatuses.ts";
import { onPendingStatusChange } from "../data/pendingStatus.ts";
import { loadSession } from "../data/session.ts";
import { PENDING_STATUS_PREFIX, WORKER_NOTICE, SESSION } from "../data/storage/storageItems.ts";
import { EXIT_REASON } from "../data/storage/deferredStorageItems.ts";
import { namesWithPrefix, watch } from "../data/storage/storage.ts";
import { ensurePollAlarm } from "./alarms.ts";
import { migrateStorage } from "./migrateStorage.ts";
import { lastRefresh, refresh } from "./refresh.ts";

/** How long a page may wait for the answer to its own click before the worker sends it. */
const PAGE_ANSWER_MS = 4000;

/** Events that wake the worker: an alarm, the browser's start, an update. */
export function watchAlarms(): void {
  const { alarms, runtime } = extensionBrowser();
  void ensurePollAlarm().then((wasLost) => (wasLost ? refresh() : undefined));
  runtime.onInstalled.addListener(() => void migrateStorage().then(refresh));
  runtime.onStartup.addListener(() => void refresh());
  alarms.onAlarm.addListener(() => void refresh());
}

/** Pages send the message `nudge` when something has changed that the icon shows. */
export function listenToPages(): void {
  extensionBrowser().runtime.onMessage.addListener((message: unknown) => {
    if (typeof message === "object" && message !== null && "nudge" in message) void refresh();
  });
}

/**
 * Sends a choice that its page couldn't send because it was closed or offline, and clears one that was sent by a page
 * that closed before it could record that.
 */
export function watchPendingStatuses(): void {
  onPendingStatusChange(() => {
    const eventAt = performance.now();
    setTimeout(async () => {
      await loadSession();
      if ((await namesWithPrefix(PENDING_STATUS_PREFIX)).length > 0) await sendPendingStatuses();
      // A refresh since then shows the result already.
      else if (lastRefresh() > eventAt) return;
      await refresh();
    }, PAGE_ANSWER_MS);
  });
}

/** Signing in or out, switching accounts or reading a failure in a page updates the icon at once. */
export function watchStorage(): void {
  for (const item of [SESSION(), WORKER_NOTICE(), EXIT_REASON()]) watch(item, () => void refresh());
}
