import type { MessageKey } from "./messages/keys.ts";
import type { Instant } from "./time.ts";

/** Earlier times from a machine are in another unit or missing: 1 January 2000. */
export const EARLIEST_EVENT_TIME: Instant = 946_684_800_000;

/**
 * The error in an event's reported time: other systems count in seconds or microseconds. Null if it lies between the
 * earliest and the latest possible instant.
 */
export function eventTimeError(
  at: number,
  earliest: Instant,
  latest: Instant,
): (MessageKey & `eventTime.${string}`) | null {
  const fits = (instant: number) => instant >= Math.max(earliest, EARLIEST_EVENT_TIME) && instant <= latest;
  if (fits(at)) return null;
  if (fits(at * 1000)) return "eventTime.seconds";
  if (fits(at / 1000)) return "eventTime.microseconds";
  if (at > latest) return "eventTime.inFuture";
  return at < EARLIEST_EVENT_TIME ? "eventTime.missing" : "eventTime.beforeAccount";
}
