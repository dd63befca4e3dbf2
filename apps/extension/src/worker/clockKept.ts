import { clockOffset, setClockOffset } from "../clock.ts";
import { CLOCK_OFFSET } from "../storage.ts";
import { read, write } from "../stored.ts";

let clockLoaded: Promise<void> | null = null;

/** A woken worker begins with this device's own clock, which may be minutes off: nothing is decided by that. */
export const loadClock = (): Promise<void> =>
  (clockLoaded ??= read(CLOCK_OFFSET()).then((offset) => void (offset !== null && setClockOffset(offset))));

export async function storeClock(): Promise<void> {
  if ((await read(CLOCK_OFFSET())) !== clockOffset()) await write(CLOCK_OFFSET(), clockOffset());
}
