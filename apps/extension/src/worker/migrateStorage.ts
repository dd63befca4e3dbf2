import { storePendingStatus } from "../data/pendingStatus.ts";
import { PENDING_STATUS } from "../data/deferredStorageItems.ts";
import { remove, read } from "../data/storage.ts";

/** Until there was one for each account, a choice on its way was kept under one name. */
const OLD_PENDING_STATUS = { name: "intent", fits: PENDING_STATUS({ person: "", account: "" }).fits };

/** Takes over what the release before kept elsewhere: a choice that waits outlives an update. */
export async function migrateStorage(): Promise<void> {
  const intent = await read(OLD_PENDING_STATUS);
  await remove(OLD_PENDING_STATUS);
  if (intent && !(await read(PENDING_STATUS(intent)))) await storePendingStatus(intent);
}
