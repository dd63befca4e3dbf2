import { storePendingStatus } from "../data/pendingStatus.ts";
import { PENDING_STATUS } from "../data/storage/deferredStorageItems.ts";
import { remove, read } from "../data/storage/storage.ts";

/** Before there was one per account, the pending status was stored under this name. */
const OLD_PENDING_STATUS = { name: "intent", guard: PENDING_STATUS({ person: "", account: "" }).guard };

/** Converts items stored by the previous release: a pending status survives an update. */
export async function migrateStorage(): Promise<void> {
  const pending = await read(OLD_PENDING_STATUS);
  await remove(OLD_PENDING_STATUS);
  if (pending && !(await read(PENDING_STATUS(pending)))) await storePendingStatus(pending);
}
