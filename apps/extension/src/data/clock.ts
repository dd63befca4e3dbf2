import { CLOCK_OFFSET } from "./storage/storageItems.ts";
import { readPageItem, writePageItem } from "./storage/storage.ts";

/** The offset to the server's clock: this device's clock, corrected by the server's answers. */
let offset = readPageItem(CLOCK_OFFSET()) ?? 0;

export const serverNow = (): number => Date.now() + offset;

/** What this device's clock reads when the server's reads `at`: browser alarms go by the device's clock. */
export const deviceTimeAt = (at: number): number => at - offset;

/**
 * Adjusts to the `now` of an answer. The server wrote it at some moment between the request and the answer, both by
 * `serverNow`; a value within that range can't be improved on, so a slow answer changes nothing.
 */
export function adjustClock(now: number, requestedAt: number): void {
  const most = offset + now - requestedAt;
  const least = offset + now - serverNow();
  const next = Math.min(Math.max(offset, least), Math.max(most, least));
  if (next === offset) return;
  offset = next;
  writePageItem(CLOCK_OFFSET(), offset);
}

/** The current offset, for the worker to store: it has no lasting memory and no `localStorage`. */
export const clockOffset = (): number => offset;
export const setClockOffset = (stored: number): void => void (offset = stored);
