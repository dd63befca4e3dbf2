import { storePendingStatus } from "../data/pendingStatus.ts";
import { PENDING_STATUS } from "../data/deferredStorageItems.ts";
import { remove, read } from "../data/storage.ts";

/** Before there was one per account, the pending status was stored under this name. */
const OLD_PENDING_STATUS = { name: "intent", fits: PENDING_STATUS({ person: "", account: "" }).fits };

/** Converts items stored by the previous release: a pending status survives an update. */
export async function migrateStorage(): Promise<void> {
  const intent = await read(OLD_PENDING_STATUS);
  await remove(OLD_PENDING_STATUS);
  if (intent && !(await read(PENDING_STATUS(intent)))) await storePendingStatus(intent);
}
