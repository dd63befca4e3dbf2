import { clockOffset, takeOffset } from "../clock.ts";
import { OFFSET } from "../storage.ts";
import { read, write } from "../stored.ts";

let ready: Promise<void> | null = null;

/** A woken worker begins with this device's own clock, which may be minutes off: nothing is decided by that. */
export const clockReady = (): Promise<void> =>
  (ready ??= read(OFFSET()).then((offset) => void (offset !== null && takeOffset(offset))));

export async function keepClock(): Promise<void> {
  if ((await read(OFFSET())) !== clockOffset()) await write(OFFSET(), clockOffset());
}
