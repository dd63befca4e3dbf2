import { type PendingStatus, pendingStatusName, PENDING_STATUS_PREFIX } from "./storageItems.ts";
import { remove, readRaw, watchPrefix, write } from "./storage.ts";

export type { PendingStatus as Intent } from "./storageItems.ts";

/** Held by whoever sends what was chosen. While a page holds it for its own clicks, the worker sends none of them. */
export const SENDING_LOCK = "callboard.intent";

export type PendingStatusId = Pick<PendingStatus, "key" | "person" | "account">;

const storageItemOf = (sent: Omit<PendingStatusId, "key">) => ({ name: pendingStatusName(sent) });
/** Whoever asks by its key wrote it: there is nothing to guard. */
const readIfSame = async (sent: PendingStatusId): Promise<PendingStatus | null> => {
  const intent = (await readRaw(storageItemOf(sent))) as PendingStatus | null;
  return intent?.key === sent.key ? intent : null;
};

export const storePendingStatus = (intent: PendingStatus): Promise<void> => write(storageItemOf(intent), intent);
/** Calls back when another page or the worker wrote or took one. */
export const onPendingStatusChange = (tell: () => void): void => watchPrefix(PENDING_STATUS_PREFIX, tell);

/** Takes an intent off the list, unless a newer one has taken its place. */
export async function removePendingStatus(sent: PendingStatusId): Promise<void> {
  if (await readIfSame(sent)) await remove(storageItemOf(sent));
}

export async function markUndelivered(sent: PendingStatusId): Promise<void> {
  const intent = await readIfSame(sent);
  if (intent && !intent.lost) await storePendingStatus({ ...intent, lost: true });
}
