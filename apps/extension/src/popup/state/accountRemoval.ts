import { EXIT_REASON } from "../../data/storage/deferredStorageItems.ts";
import { switchAccount } from "../../data/session.ts";
import { write } from "../../data/storage/storage.ts";

/** Records that the person was removed from their last account. */
export async function recordRemoval(account: string): Promise<void> {
  await write(EXIT_REASON(), { why: "removed", account });
  await switchAccount(null);
}
