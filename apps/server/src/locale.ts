import type { Place } from "@callboard/domain/time";
import { isZone } from "@callboard/domain/time";

/** What a reader says of themselves with each call. No zone: theirs is not known, and the account's is taken. */
export interface Locale {
  zone: string | null;
  language: string;
}

/** The texts are English; which English, the reader says: it puts day and month in order. */
const ENGLISH = /^en(?:-[A-Z]{2})?$/;
export const LANGUAGE = "en";
export const UNKNOWN: Locale = { zone: null, language: LANGUAGE };

const ZONE_MAX = 64;
const KNOWN_MAX = 1000;
/** A zone is slow to look up, and comes with every call. */
const known = new Map<string, boolean>();

function isKnown(zone: string): boolean {
  const before = known.get(zone);
  if (before !== undefined) return before;
  if (known.size >= KNOWN_MAX) known.clear();
  const found = isZone(zone);
  known.set(zone, found);
  return found;
}

/** From a call's headers: what cannot be read is as if it were not said. */
export const localeOf = (headers: Headers): Locale => {
  const zone = headers.get("x-callboard-zone");
  const language = headers.get("x-callboard-language");
  return {
    zone: zone !== null && zone.length <= ZONE_MAX && isKnown(zone) ? zone : null,
    language: language !== null && ENGLISH.test(language) ? language : LANGUAGE,
  };
};

/** In whose zone and language something is written: the reader's, and the account's where no zone was said. */
export const readerIn = (locale: Locale | undefined, zone: string): Place => ({
  zone: locale?.zone ?? zone,
  locale: locale?.language ?? LANGUAGE,
});
