import { CLOCK_OFFSET } from "./storageItems.ts";
import { readPageItem, writePageItem } from "./storage.ts";

/** The server's clock as this device can know it: its own, put right by what the answers said. */
let offset = readPageItem(CLOCK_OFFSET()) ?? 0;

export const serverNow = (): number => Date.now() + offset;

/** The reading of this device's clock when the server's shows `at`: what a browser's alarm is set to. */
export const deviceTimeAt = (at: number): number => at - offset;

/**
 * Takes the `now` of an answer that was asked for at `asked`, by `serverNow`. The server wrote it at some moment between
 * the two: what lies within is as true as can be known, so a slow answer moves nothing.
 */
export function adjustClock(now: number, asked: number): void {
  const most = offset + now - asked;
  const least = offset + now - serverNow();
  const next = Math.min(Math.max(offset, least), Math.max(most, least));
  if (next === offset) return;
  offset = next;
  writePageItem(CLOCK_OFFSET(), offset);
}

/** How far the two are apart, for a worker to keep: it has no memory of its own and no `localStorage`. */
export const clockOffset = (): number => offset;
export const setClockOffset = (known: number): void => void (offset = known);
