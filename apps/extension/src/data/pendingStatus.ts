import { type PendingStatus, pendingStatusName, PENDING_STATUS_PREFIX } from "./storageItems.ts";
import { remove, readRaw, watchPrefix, write } from "./storage.ts";

export type { PendingStatus as Intent } from "./storageItems.ts";

/** Held while sending a chosen status. While a page holds it for its own clicks, the worker sends nothing. */
export const SENDING_LOCK = "callboard.intent";

export type PendingStatusId = Pick<PendingStatus, "key" | "person" | "account">;

const storageItemOf = (sent: Omit<PendingStatusId, "key">) => ({ name: pendingStatusName(sent) });
/** The caller wrote this value itself, so it needs no guard. */
const readIfSame = async (sent: PendingStatusId): Promise<PendingStatus | null> => {
  const intent = (await readRaw(storageItemOf(sent))) as PendingStatus | null;
  return intent?.key === sent.key ? intent : null;
};

export const storePendingStatus = (intent: PendingStatus): Promise<void> => write(storageItemOf(intent), intent);
/** Calls back when another page or the worker stores or removes a pending status. */
export const onPendingStatusChange = (tell: () => void): void => watchPrefix(PENDING_STATUS_PREFIX, tell);

/** Removes a pending status, unless a newer one has replaced it. */
export async function removePendingStatus(sent: PendingStatusId): Promise<void> {
  if (await readIfSame(sent)) await remove(storageItemOf(sent));
}

export async function markUndelivered(sent: PendingStatusId): Promise<void> {
  const intent = await readIfSame(sent);
  if (intent && !intent.lost) await storePendingStatus({ ...intent, lost: true });
}
