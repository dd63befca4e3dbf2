import type { Locale } from "@callboard/domain/core/time";
import { isTimeZone } from "@callboard/domain/core/time";

/** What a reader says of themselves with each call. No zone: theirs is not known, and the account's is taken. */
export interface RequestLocale {
  zone: string | null;
  language: string;
}

/** The texts are English; which English, the reader says: it puts day and month in order. */
const ENGLISH = /^en(?:-[A-Z]{2})?$/;
export const DEFAULT_LANGUAGE = "en";
export const DEFAULT_LOCALE: RequestLocale = { zone: null, language: DEFAULT_LANGUAGE };

const ZONE_MAX = 64;
const ZONE_CACHE_MAX = 1000;
/** A zone is slow to look up, and comes with every call. */
const knownZones = new Map<string, boolean>();

function isKnownZone(zone: string): boolean {
  const before = knownZones.get(zone);
  if (before !== undefined) return before;
  if (knownZones.size >= ZONE_CACHE_MAX) knownZones.clear();
  const found = isTimeZone(zone);
  knownZones.set(zone, found);
  return found;
}

/** From a call's headers: what cannot be read is as if it were not said. */
export const localeFromHeaders = (headers: Headers): RequestLocale => {
  const zone = headers.get("x-callboard-zone");
  const language = headers.get("x-callboard-language");
  return {
    zone: zone !== null && zone.length <= ZONE_MAX && isKnownZone(zone) ? zone : null,
    language: language !== null && ENGLISH.test(language) ? language : DEFAULT_LANGUAGE,
  };
};

/** In whose zone and language something is written: the reader's, and the account's where no zone was said. */
export const localeIn = (locale: RequestLocale | undefined, zone: string): Locale => ({
  zone: locale?.zone ?? zone,
  locale: locale?.language ?? DEFAULT_LANGUAGE,
});
