import { type PendingStatusId, readIfSame, storePendingStatus } from "./pendingStatus.ts";

/** Records that a choice got no answer: from now on it is sent with the time at which it was made. */
export async function markUndelivered(id: PendingStatusId): Promise<void> {
  const pending = await readIfSame(id);
  if (pending && !pending.undelivered) await storePendingStatus({ ...pending, undelivered: true });
}
