import { MINUTE } from "@callboard/domain/time";
import { withKey } from "../action.ts";
import { api, refusalOf } from "../api.ts";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../clock.ts";
import { flag, number, shape, text } from "../fits.ts";
import { loadSession } from "../session.ts";
import type { Mine } from "../snapshot.ts";
import { drop, type Item, read, write } from "../stored.ts";
import { readKnown } from "./known.ts";

/** A time in which nobody is at this computer. It outlives the worker, and waits where there is no line. */
interface Away {
  key: string;
  /** By the server's clock. */
  since: number;
  told: boolean;
}

export const AWAY = (): Item<Away> => ({ name: "away", fits: shape<Away>({ key: text, since: number, told: flag }) });

/** The shortest that a browser tells. */
const LEAST_SECONDS = 15;

export const secondsOf = (mine: Mine | null): number => Math.max(LEAST_SECONDS, (mine?.idle?.minutes ?? 1) * 60);

/** The account says after how many minutes nobody counts as being there. */
export function followIdleRule(mine: Mine | null): void {
  extensionBrowser().idle.setDetectionInterval(secondsOf(mine));
}

/** Says so once it is true for as long as the rule wants, and again until the server has heard it. */
export async function tellIdle(): Promise<void> {
  const away = await read(AWAY());
  const mine = (await readKnown(await loadSession()))?.mine ?? null;
  if (!away || away.told || !mine?.idle || serverNow() - away.since < mine.idle.minutes * MINUTE) return;
  // What came back without a word, as after a crash, is not away.
  if ((await extensionBrowser().idle.queryState(secondsOf(mine))) === "active") return drop(AWAY());
  try {
    await withKey((options) => api().agents.wentIdle.mutate(undefined, options), away.key);
  } catch (error) {
    if (refusalOf(error) === null) return;
  }
  // Somebody may have come back meanwhile.
  if ((await read(AWAY()))?.key === away.key) await write(AWAY(), { ...away, told: true });
}
