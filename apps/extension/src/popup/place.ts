import type { Place } from "@callboard/domain/time";
import { signal } from "@preact/signals";

/** Where and in which words the reader is. The device's zone, until the person's own settings name another one. */
export const place = signal<Place>({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, locale: "en" });
