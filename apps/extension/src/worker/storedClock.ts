import { clockOffset, setClockOffset } from "../data/clock.ts";
import { CLOCK_OFFSET } from "../data/storage/storageItems.ts";
import { read, write } from "../data/storage/storage.ts";

let clockLoaded: Promise<void> | null = null;

/**
 * Applies the stored offset to the server's clock, once each time the worker starts. Until then `serverNow` is this
 * device's clock, which may be minutes wrong.
 */
export const loadClock = (): Promise<void> =>
  (clockLoaded ??= read(CLOCK_OFFSET()).then((offset) => void (offset !== null && setClockOffset(offset))));

/** Stores the offset for the next start, if it has changed. */
export async function storeClock(): Promise<void> {
  if ((await read(CLOCK_OFFSET())) !== clockOffset()) await write(CLOCK_OFFSET(), clockOffset());
}
