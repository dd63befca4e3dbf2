import { MINUTE } from "@callboard/domain/core/time";
import { deviceTimeAt, serverNow } from "../data/clock.ts";
import { number, object } from "../data/storage/guards.ts";
import { type StorageItem, read, write } from "../data/storage/storage.ts";

/** Since when this device has been awake, by the server's clock, and when that was last seen, by its own. */
interface Awake {
  since: number;
  seenAt: number;
}

const AWAKE = (): StorageItem<Awake> => ({ name: "awake", guard: object<Awake>({ since: number, seenAt: number }) });

/** The worker wakes every half minute, or a little later: after a longer gap the device slept, or the browser was closed. */
const ASLEEP_MS = 3 * MINUTE;

/**
 * Notes that the device is awake, and resolves to since when. Time asleep is no time in which somebody left the computer
 * alone: otherwise a lid that is opened at night would report hours of it.
 */
export async function noteAwake(): Promise<number> {
  const stored = await read(AWAKE());
  const now = deviceTimeAt(serverNow());
  const since = stored && Math.abs(now - stored.seenAt) <= ASLEEP_MS ? stored.since : serverNow();
  await write(AWAKE(), { since, seenAt: now });
  return since;
}
