import { type PendingStatus, pendingStatusItem, PENDING_STATUS_PREFIX } from "./storage/storageItems.ts";
import { remove, readRaw, watchPrefix, write } from "./storage/storage.ts";

export type { PendingStatus } from "./storage/storageItems.ts";

/** The Web Lock held while a status is sent: while a page holds it for its own clicks, the worker sends nothing. */
export const SENDING_LOCK = "callboard.intent";

export type PendingStatusId = Pick<PendingStatus, "key" | "person" | "account">;

/** Null if a newer choice has replaced it. This release wrote the value moments ago, so it needs no guard. */
export const readIfSame = async (id: PendingStatusId): Promise<PendingStatus | null> => {
  const pending = ((await readRaw(pendingStatusItem(id))) as { value?: PendingStatus } | null)?.value;
  return pending?.key === id.key ? pending : null;
};

export const storePendingStatus = (pending: PendingStatus): Promise<void> => write(pendingStatusItem(pending), pending);
/** Calls back when another page or the worker stores or removes a pending status. */
export const onPendingStatusChange = (listener: () => void): void => watchPrefix(PENDING_STATUS_PREFIX, listener);

/** Removes a pending status, unless a newer one has replaced it. */
export async function removePendingStatus(id: PendingStatusId): Promise<void> {
  if (await readIfSame(id)) await remove(pendingStatusItem(id));
}
