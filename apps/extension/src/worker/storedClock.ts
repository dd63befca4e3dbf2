import { clockOffset, setClockOffset } from "../data/clock.ts";
import { CLOCK_OFFSET } from "../data/storage/storageItems.ts";
import { read, write } from "../data/storage/storage.ts";

let clockLoaded: Promise<void> | null = null;

/** A worker starts with this device's own clock, which may be minutes off: nothing may be decided by that. */
export const loadClock = (): Promise<void> =>
  (clockLoaded ??= read(CLOCK_OFFSET()).then((offset) => void (offset !== null && setClockOffset(offset))));

export async function storeClock(): Promise<void> {
  if ((await read(CLOCK_OFFSET())) !== clockOffset()) await write(CLOCK_OFFSET(), clockOffset());
}
