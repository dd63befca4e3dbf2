import type { Locale } from "@callboard/domain/core/time";
import { isTimeZone } from "@callboard/domain/core/time";

/** The locale that a client sends with each call. Without a zone, the account's is used. */
export interface RequestLocale {
  zone: string | null;
  language: string;
}

/** All texts are English; the variant decides the order of day and month. */
const ENGLISH = /^en(?:-[A-Z]{2})?$/;
export const DEFAULT_LANGUAGE = "en";
export const DEFAULT_LOCALE: RequestLocale = { zone: null, language: DEFAULT_LANGUAGE };

const ZONE_MAX = 64;
const ZONE_CACHE_MAX = 1000;
/** Looking up a zone is slow, and every call has one. */
const knownZones = new Map<string, boolean>();

function isKnownZone(zone: string): boolean {
  const cached = knownZones.get(zone);
  if (cached !== undefined) return cached;
  if (knownZones.size >= ZONE_CACHE_MAX) knownZones.clear();
  const isKnown = isTimeZone(zone);
  knownZones.set(zone, isKnown);
  return isKnown;
}

/** Reads the locale from a call's headers; unreadable values are ignored. */
export const localeFromHeaders = (headers: Headers): RequestLocale => {
  const zone = headers.get("x-callboard-zone");
  const language = headers.get("x-callboard-language");
  return {
    zone: zone !== null && zone.length <= ZONE_MAX && isKnownZone(zone) ? zone : null,
    language: language !== null && ENGLISH.test(language) ? language : DEFAULT_LANGUAGE,
  };
};

/** The locale for a text: the reader's, with the account's zone if the reader sent none. */
export const localeIn = (locale: RequestLocale | undefined, zone: string): Locale => ({
  zone: locale?.zone ?? zone,
  language: locale?.language ?? DEFAULT_LANGUAGE,
});
