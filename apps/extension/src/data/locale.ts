import type { Locale } from "@callboard/domain/core/time";
import { signal } from "@preact/signals";
import { ZONE } from "./storageItems.ts";
import { removePageItem, readPageItem, writePageItem } from "./storage.ts";

export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
/** The texts are English, so dates are too; which English, the browser says. */
const deviceLanguage = (): string => {
  const language = globalThis.navigator?.language ?? "en";
  return /^en(?:-[A-Z]{2})?$/.test(language) ? language : "en";
};

/**
 * Where the reader is and in which English dates are written: one for popup, console and worker, and told to the server
 * with each call. The device's zone, until the person's own settings name another one; the next page begins with that.
 */
export const locale = signal<Locale>({
  zone: readPageItem(ZONE()) ?? deviceZone(),
  locale: deviceLanguage(),
});

/** What the person's settings say; null: the device's own. */
export function setZone(zone: string | null): void {
  if (zone === null) removePageItem(ZONE());
  else writePageItem(ZONE(), zone);
  const next = zone ?? deviceZone();
  if (next !== locale.peek().zone) locale.value = { ...locale.peek(), zone: next };
}

export const localeHeaders = (): Record<string, string> => ({
  "x-callboard-zone": locale.peek().zone,
  "x-callboard-language": locale.peek().locale,
});
