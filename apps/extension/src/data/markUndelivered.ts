import { type PendingStatusId, readIfSame, storePendingStatus } from "./pendingStatus.ts";

/** For a choice that got no answer: from then on it is sent as one that was made offline. */
export async function markUndelivered(id: PendingStatusId): Promise<void> {
  const pending = await readIfSame(id);
  if (pending && !pending.lost) await storePendingStatus({ ...pending, lost: true });
}
