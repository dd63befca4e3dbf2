import { serverNow } from "../data/clock.ts";
import { sendPendingStatuses, readPendingStatus } from "../data/sendPendingStatuses.ts";
import { loadSession, type Session } from "../data/session.ts";
import { PENDING_STATUS_PREFIX, WORKER_NOTICE } from "../data/storageItems.ts";
import { EXIT_REASON } from "../data/deferredStorageItems.ts";
import { namesWithPrefix, read } from "../data/storage.ts";
import { iconViewOf } from "./iconView.ts";
import { loadClock } from "./storedClock.ts";
import { drawMenu } from "./contextMenu.ts";
import { showIcon } from "./icon.ts";
import { applyIdleRule, reportIdle } from "./idle.ts";
import { fetchWorkerState, readWorkerState } from "./workerState.ts";
import { notifyStatusEnd } from "./notifications.ts";
import { setStatusEndAlarms } from "./alarms.ts";

let currentRefresh: Promise<void> | null = null;
let isRefreshWanted = false;
let lastRefreshAt = 0;

/** When the state was last fetched, by the worker's own clock. */
export const lastRefresh = (): number => lastRefreshAt;

/** Fetches the state and shows it. Overlapping calls are merged into one more. */
export function refresh(): Promise<void> {
  isRefreshWanted = true;
  currentRefresh ??= refreshUntilSettled().finally(() => (currentRefresh = null));
  return currentRefresh;
}

async function refreshUntilSettled(): Promise<void> {
  while (isRefreshWanted) {
    isRefreshWanted = false;
    lastRefreshAt = performance.now();
    await refreshOnce();
  }
}

async function refreshOnce(): Promise<void> {
  await loadClock();
  const session = await loadSession();
  // The answer may be slow, and the state on the icon may be too old by now.
  await showState(session, false);
  if (session) await fetchAfterSending(session);
  await showAll();
}

/** A status sent meanwhile isn't part of a state fetched before it, so sending comes first. */
async function fetchAfterSending(session: Session): Promise<void> {
  await fetchWorkerState(session);
  await reportIdle();
  const waited = (await namesWithPrefix(PENDING_STATUS_PREFIX)).length > 0;
  if ((await sendPendingStatuses()) || waited) await fetchWorkerState(session);
}

/** Updates everything that the browser shows for us from the current state. */
async function showAll(): Promise<void> {
  const session = await loadSession();
  await showState(session, true);
  const known = await readWorkerState(session);
  await drawMenu(known?.mine?.statuses ?? []);
  await setStatusEndAlarms(known?.mine ?? null);
  await notifyStatusEnd(known?.mine ?? null);
  applyIdleRule(known?.mine ?? null);
}

async function showState(session: Session | null, asked: boolean): Promise<void> {
  const [left, known, notice, intent] = await Promise.all([
    read(EXIT_REASON()),
    readWorkerState(session),
    read(WORKER_NOTICE()),
    session?.account ? readPendingStatus({ person: session.person, account: session.account }) : null,
  ]);
  await showIcon(iconViewOf({ session, left, known, intent, notice, asked }, serverNow()));
}
