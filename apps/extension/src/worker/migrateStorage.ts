import { storePendingStatus } from "../data/pendingStatus.ts";
import { PENDING_STATUS, PENDING_STATUS_GUARD, upgradePendingStatus } from "../data/storage/deferredStorageItems.ts";
import { PENDING_STATUS_PREFIX } from "../data/storage/storageItems.ts";
import { namesWithPrefix, remove, read } from "../data/storage/storage.ts";

/** Before there was one per account, the pending status was stored under this name. */
const OLD_PENDING_STATUS = {
  name: "intent",
  version: 2,
  guard: PENDING_STATUS_GUARD(),
  upgrade: upgradePendingStatus,
};

/**
 * Converts items stored by the previous release: a pending status survives an update. The old item is removed last, so
 * that nothing is lost if the worker ends in between.
 */
export async function migrateStorage(): Promise<void> {
  const pending = await read(OLD_PENDING_STATUS);
  if (pending && !(await read(PENDING_STATUS(pending)))) await storePendingStatus(pending);
  await remove(OLD_PENDING_STATUS);
  await rewriteAll();
}

/** Writes each pending status in today's shape: those who remove one compare only values in that shape. */
async function rewriteAll(): Promise<void> {
  for (const name of await namesWithPrefix(PENDING_STATUS_PREFIX)) {
    // A name is the prefix, the person and the account, with a space between each.
    const [, person = "", account = ""] = name.split(" ");
    const pending = await read(PENDING_STATUS({ person, account }));
    if (pending) await storePendingStatus(pending);
  }
}
