import { currentStatus, isOnCall } from "@callboard/domain/agents/rules";
import { IDLE_REPORT_EVERY_MS } from "@callboard/domain/agents/types";
import { MINUTE } from "@callboard/domain/core/time";
import { api, failureOf } from "../data/api.ts";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../data/clock.ts";
import { boolean, nullable, number, object } from "../data/storage/guards.ts";
import { loadSession } from "../data/session.ts";
import type { OwnStatus } from "../data/views.ts";
import { remove, type StorageItem, read, write } from "../data/storage/storage.ts";
import { noteAwake } from "./awake.ts";
import { readWorkerState } from "./workerState.ts";

/** A time when nobody is at this computer, since an instant of the server's clock. It outlives the worker. */
interface Absence {
  since: number;
}

/** The current absence, if there is one. */
export const ABSENCE = (): StorageItem<Absence> => ({
  name: "away",
  version: 2,
  guard: object<Absence>({ since: number }),
});

/** The last report that the server received, and when. */
interface SentReport {
  at: number;
  idleSince: number | null;
  /** The rule's minutes were over, and the person was where it could act. */
  isDue: boolean;
}
const SENT_REPORT = (): StorageItem<SentReport> => ({
  name: "idleReport",
  guard: object<SentReport>({ at: number, idleSince: nullable(number), isDue: boolean }),
});

/** The shortest interval that browsers detect. */
const MIN_SECONDS = 15;

/** After how many seconds without input the person counts as away; a minute without an idle rule. */
const idleSeconds = (mine: OwnStatus | null): number => Math.max(MIN_SECONDS, (mine?.idle?.minutes ?? 1) * 60);

/** Makes the browser report a person as idle when the account's idle rule does. */
export function setIdleDetection(mine: OwnStatus | null): void {
  extensionBrowser().idle.setDetectionInterval(idleSeconds(mine));
}

/** Notes what the browser says of this computer. Resolves to since when nobody has used it; null if somebody does. */
export async function noteIdleState(state: string, mine: OwnStatus | null): Promise<number | null> {
  const awakeSince = await noteAwake();
  if (state === "active") {
    await remove(ABSENCE());
    return null;
  }
  const absence = await read(ABSENCE());
  // A screen is locked at once, so the person was there until then; idle time has already passed.
  const first = serverNow() - (state === "locked" ? 0 : idleSeconds(mine) * 1000);
  const since = Math.max(absence?.since ?? first, awakeSince);
  if (absence?.since !== since) await write(ABSENCE(), { since });
  return since;
}

/**
 * Tells the server whether somebody uses this computer: at each change, whenever the idle rule could act, and every two
 * minutes, because a device that says nothing counts for nothing. Whatever doesn't reach the server is sent again by the
 * next refresh. Resolves to whether the rule may have acted.
 */
export async function reportIdle(): Promise<boolean> {
  const state = await readWorkerState(await loadSession());
  const mine = state?.mine ?? null;
  // The browser may have changed it without an event, as after a crash.
  const idleSince = await noteIdleState(await extensionBrowser().idle.queryState(idleSeconds(mine)), mine);
  if (!state || !mine || (mine.idle === null && !state.hasOtherSeats)) return false;
  const report = { at: serverNow(), idleSince, isDue: isDue(mine, idleSince, serverNow()) };
  const sent = await read(SENT_REPORT());
  if (!isNews(report, sent)) {
    if (sent?.isDue && !report.isDue) await write(SENT_REPORT(), { ...sent, isDue: false });
    return false;
  }
  try {
    await api().agents.reportIdle.mutate({ idleSince });
  } catch (error) {
    // A refusal by the server counts as received.
    if (failureOf(error) === null) return false;
  }
  await write(SENT_REPORT(), report);
  return report.isDue;
}

/** Whether the rule would act if nobody used any other device. */
function isDue({ idle, agent, phone, statuses }: OwnStatus, idleSince: number | null, now: number): boolean {
  if (idle === null || idleSince === null || now - idleSince < idle.minutes * MINUTE || isOnCall(phone)) return false;
  const { status } = currentStatus(agent, phone, now);
  return statuses.find(({ id }) => id === status)?.takesCalls ?? false;
}

/** A promise or a call that ends makes a report due, so the rule is asked again then. */
const isNews = (report: SentReport, sent: SentReport | null): boolean =>
  sent === null ||
  sent.idleSince !== report.idleSince ||
  (report.isDue && !sent.isDue) ||
  Math.abs(report.at - sent.at) >= IDLE_REPORT_EVERY_MS;
