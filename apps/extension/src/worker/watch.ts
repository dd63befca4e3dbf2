import { extensionBrowser } from "../browser.ts";
import { flushIntents } from "../flushIntent.ts";
import { onIntent } from "../intents.ts";
import { loadSession } from "../session.ts";
import { INTENTS, NOTICE, SESSION } from "../storage.ts";
import { LEFT } from "../storageLater.ts";
import { namesOf, watch } from "../stored.ts";
import { keepPolling } from "./alarms.ts";
import { takeOver } from "./older.ts";
import { askedLast, refresh } from "./refresh.ts";

/** How long a page has to hear the answer to its own click, before the worker asks in its place. */
const PAGE_MS = 4000;

/** What brings the worker to life by itself: an alarm, the browser's start, an update. */
export function watchTime(): void {
  const { alarms, runtime } = extensionBrowser();
  void keepPolling().then((wasLost) => (wasLost ? refresh() : undefined));
  runtime.onInstalled.addListener(() => void takeOver().then(refresh));
  runtime.onStartup.addListener(() => void refresh());
  alarms.onAlarm.addListener(() => void refresh());
}

/** Pages say that something has changed. */
export function hearPages(): void {
  extensionBrowser().runtime.onMessage.addListener((message: unknown) => {
    if (typeof message === "object" && message !== null && "nudge" in message) void refresh();
  });
}

/**
 * A choice that its page could not bring home, because it was closed or there was no line; and one that it did bring home,
 * but was closed before it could say so.
 */
export function watchIntents(): void {
  onIntent(() => {
    const heardAt = performance.now();
    setTimeout(async () => {
      await loadSession();
      if ((await namesOf(INTENTS)).length > 0) await flushIntents();
      else if (askedLast() > heardAt) return;
      await refresh();
    }, PAGE_MS);
  });
}

/** Signing in or out, another account, a refusal that was read: in a page, and here at once. */
export function watchStorage(): void {
  for (const item of [SESSION(), NOTICE(), LEFT()]) watch(item, () => void refresh());
}
