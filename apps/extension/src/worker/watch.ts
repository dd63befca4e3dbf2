import { extensionBrowser } from "../browser.ts";
import { flushIntent } from "../flushIntent.ts";
import { onIntent, readIntent } from "../intents.ts";
import { noteRefused } from "./known.ts";
import { wentIdle } from "./deeds.ts";
import { askedLast, refresh } from "./refresh.ts";

/** How long a page has to hear the answer to its own click, before the worker asks in its place. */
const PAGE_MS = 4000;

/** The whole computer, not a tab: another window of the same person counts as work. A locked one is idle at once. */
export function watchIdle(): void {
  extensionBrowser().idle.onStateChanged.addListener((state) => {
    if (state !== "active") void wentIdle();
  });
}

/** Pages say that something has changed; opening the popup counts as having seen a refusal. */
export function hearPages(): void {
  extensionBrowser().runtime.onMessage.addListener((message: unknown) => {
    if (typeof message !== "object" || message === null || !("nudge" in message)) return;
    void noteRefused(null).then(refresh);
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
      if ((await readIntent()) !== null) await flushIntent();
      else if (askedLast() > heardAt) return;
      await refresh();
    }, PAGE_MS);
  });
}

/** Signing in or out, or another account: in a page, and here at once. */
export function watchSession(): void {
  extensionBrowser().storage.local.onChanged.addListener((changes) => {
    if ("session" in changes) void refresh();
  });
}
