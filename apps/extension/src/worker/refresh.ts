import { serverNow } from "../data/clock.ts";
import { sendPendingStatuses, readPendingStatus } from "../data/sendPendingStatuses.ts";
import { loadSession, type Session } from "../data/session.ts";
import { PENDING_STATUS_PREFIX, WORKER_NOTICE } from "../data/storage/storageItems.ts";
import { EXIT_REASON } from "../data/storage/deferredStorageItems.ts";
import { namesWithPrefix, read } from "../data/storage/storage.ts";
import { iconViewOf } from "./iconView.ts";
import { loadClock } from "./storedClock.ts";
import { drawMenu } from "./contextMenu.ts";
import { showIcon } from "./icon.ts";
import { setIdleDetection, reportIdle } from "./reportIdle.ts";
import { fetchWorkerState, readWorkerState } from "./workerState.ts";
import { notifyAlerts, notifyMissedCalls, notifyStatusEnd } from "./notifications.ts";
import { setStatusEndAlarms } from "./alarms.ts";

let currentRefresh: Promise<void> | null = null;
let isRefreshRequested = false;
let lastRefreshAt = 0;

/** When the last refresh began, by the worker's `performance.now()`. */
export const lastRefresh = (): number => lastRefreshAt;

/** Fetches the state and shows it. However often it is called during a refresh, only one more follows. */
export function refresh(): Promise<void> {
  isRefreshRequested = true;
  currentRefresh ??= refreshUntilSettled().finally(() => (currentRefresh = null));
  return currentRefresh;
}

async function refreshUntilSettled(): Promise<void> {
  while (isRefreshRequested) {
    isRefreshRequested = false;
    lastRefreshAt = performance.now();
    await refreshOnce();
  }
}

async function refreshOnce(): Promise<void> {
  await loadClock();
  const session = await loadSession();
  // The answer may be slow, and the state on the icon may be too old by now.
  await showState(session, false);
  if (session) await fetchAndSend(session);
  await showAll();
}

/**
 * Fetches the state and sends what is due. If a pending status was sent meanwhile, here or by a page, it fetches again,
 * because the first answer doesn't contain that status. The same if the idle rule may have set one.
 */
async function fetchAndSend(session: Session): Promise<void> {
  await fetchWorkerState(session);
  const mayBeAway = await reportIdle();
  const hadPending = (await namesWithPrefix(PENDING_STATUS_PREFIX)).length > 0;
  if ((await sendPendingStatuses()) || hadPending || mayBeAway) await fetchWorkerState(session);
}

/** Brings the icon, its menu, the alarms, the notifications and the idle detection up to date. */
async function showAll(): Promise<void> {
  const session = await loadSession();
  await showState(session, true);
  const state = await readWorkerState(session);
  await drawMenu(state?.mine?.statuses ?? []);
  await setStatusEndAlarms(state?.mine ?? null);
  await notifyStatusEnd(state?.mine ?? null);
  await notifyMissedCalls(state?.mine ?? null);
  await notifyAlerts(state);
  setIdleDetection(state?.mine ?? null);
}

async function showState(session: Session | null, hasAskedServer: boolean): Promise<void> {
  const [exitReason, workerState, workerNotice, pendingStatus] = await Promise.all([
    read(EXIT_REASON()),
    readWorkerState(session),
    read(WORKER_NOTICE()),
    session?.account ? readPendingStatus({ person: session.person, account: session.account }) : null,
  ]);
  await showIcon(
    iconViewOf({ session, exitReason, workerState, pendingStatus, workerNotice, hasAskedServer }, serverNow()),
  );
}
