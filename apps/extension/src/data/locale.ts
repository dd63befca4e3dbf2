import type { Locale } from "@callboard/domain/core/time";
import { signal } from "@preact/signals";
import { ZONE } from "./storage/storageItems.ts";
import { removePageItem, readPageItem, writePageItem } from "./storage/storage.ts";

export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
/** The texts are English, so dates are too; the browser's language decides which English. */
const deviceLanguage = (): string => {
  const language = globalThis.navigator?.language ?? "en";
  return /^en(?:-[A-Z]{2})?$/.test(language) ? language : "en";
};

/**
 * The reader's zone and the English that dates are written in, for popup, console and worker; sent to the server
 * with each call. It starts as the zone stored last, or else the device's, until the person's preferences name one.
 */
export const locale = signal<Locale>({
  zone: readPageItem(ZONE()) ?? deviceZone(),
  language: deviceLanguage(),
});

/** The zone from the person's preferences; null means the device's own. */
export function setZone(zone: string | null): void {
  if (zone === null) removePageItem(ZONE());
  else writePageItem(ZONE(), zone);
  const next = zone ?? deviceZone();
  if (next !== locale.peek().zone) locale.value = { ...locale.peek(), zone: next };
}

export const localeHeaders = (): Record<string, string> => ({
  "x-callboard-zone": locale.peek().zone,
  "x-callboard-language": locale.peek().language,
});
