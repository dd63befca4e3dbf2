import { CLOCK_OFFSET } from "./storage/storageItems.ts";
import { readPageItem, writePageItem } from "./storage/storage.ts";

/** What to add to this device's clock to get the server's, in ms; corrected by the server's answers. */
let offset = readPageItem(CLOCK_OFFSET()) ?? 0;

/** This device's clock, for `adjustClock`. */
export const deviceNow = (): number => Date.now();

/** The server's time, as far as this device knows it. */
export const serverNow = (): number => Date.now() + offset;

/** What this device's clock reads when the server's reads `at`: browser alarms go by the device's clock. */
export const deviceTimeAt = (at: number): number => at - offset;

/**
 * Adjusts to the `now` of an answer. `requestedAt`: what this device's clock read when the request began. The server wrote it at some moment between the request and the answer, so the
 * offset has a range; it changes only as far as needed to be within it. A slow answer therefore changes little.
 */
export function adjustClock(now: number, requestedAt: number): void {
  const highest = now - requestedAt;
  const lowest = now - Date.now();
  // Highest is below lowest only if this device's clock was set back meanwhile.
  const next = Math.min(Math.max(offset, lowest), Math.max(highest, lowest));
  if (next === offset) return;
  offset = next;
  writePageItem(CLOCK_OFFSET(), offset);
}

/** The current offset, for the worker to store: it has no lasting memory, and no `localStorage` to start from. */
export const clockOffset = (): number => offset;
export const setClockOffset = (stored: number): void => void (offset = stored);
