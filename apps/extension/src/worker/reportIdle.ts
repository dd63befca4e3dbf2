import { MINUTE } from "@callboard/domain/core/time";
import { sendOnce } from "../data/sendOnce.ts";
import { api, failureOf } from "../data/api.ts";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../data/clock.ts";
import { boolean, number, object, string } from "../data/storage/guards.ts";
import { loadSession } from "../data/session.ts";
import type { OwnStatus } from "../data/views.ts";
import { remove, type StorageItem, read, write } from "../data/storage/storage.ts";
import { readWorkerState } from "./workerState.ts";

/** A time when nobody was at this computer. It outlives the worker, and waits if the server can't be reached. */
interface Absence {
  /** The idempotency key of the report. */
  key: string;
  /** By the server's clock. */
  since: number;
  isReported: boolean;
}

/** The current absence, if there is one. */
export const ABSENCE = (): StorageItem<Absence> => ({
  name: "away",
  guard: object<Absence>({ key: string, since: number, isReported: boolean }),
});

/** The shortest interval that browsers detect. */
const MIN_SECONDS = 15;

/** After how many seconds without input the person counts as away; a minute without an idle rule. */
export const idleSeconds = (mine: OwnStatus | null): number => Math.max(MIN_SECONDS, (mine?.idle?.minutes ?? 1) * 60);

/** Makes the browser report a person as idle when the account's idle rule does. */
export function setIdleDetection(mine: OwnStatus | null): void {
  extensionBrowser().idle.setDetectionInterval(idleSeconds(mine));
}

/** Reports an absence once it has lasted as long as the rule says, and retries until the server has received it. */
export async function reportIdle(): Promise<void> {
  const absence = await read(ABSENCE());
  const mine = (await readWorkerState(await loadSession()))?.mine ?? null;
  if (!absence || absence.isReported || !mine?.idle || serverNow() - absence.since < mine.idle.minutes * MINUTE) return;
  // A person who came back without an event, as after a crash, isn't away.
  if ((await extensionBrowser().idle.queryState(idleSeconds(mine))) === "active") return remove(ABSENCE());
  try {
    await sendOnce((options) => api().agents.reportIdle.mutate(undefined, options), absence.key);
  } catch (error) {
    // Not reached: the next refresh tries again. A refusal by the server counts as received.
    if (failureOf(error) === null) return;
  }
  // The person may have come back meanwhile.
  if ((await read(ABSENCE()))?.key === absence.key) await write(ABSENCE(), { ...absence, isReported: true });
}
