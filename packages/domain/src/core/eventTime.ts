import type { MessageKey } from "./messages/keys.ts";
import type { Instant } from "./time.ts";

/** What a machine told before this, it told in another unit, or not at all: 1 January 2000. */
export const EARLIEST_EVENT_TIME: Instant = 946_684_800_000;

/**
 * What is wrong with the time that a machine tells of something: seconds and microseconds are the units that others count
 * in. Null where it lies between the two, which are the earliest and the latest that it can be.
 */
export function eventTimeError(at: number, earliest: Instant, latest: Instant): (MessageKey & `time.${string}`) | null {
  const fits = (instant: number) => instant >= Math.max(earliest, EARLIEST_EVENT_TIME) && instant <= latest;
  if (fits(at)) return null;
  if (fits(at * 1000)) return "time.seconds";
  if (fits(at / 1000)) return "time.microseconds";
  if (at > latest) return "time.ahead";
  return at < EARLIEST_EVENT_TIME ? "time.none" : "time.early";
}
