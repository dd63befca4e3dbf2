import { sendOnce } from "./sendOnce.ts";
import { apiFor } from "./api.ts";
import { withPageAccount, session } from "./session.ts";
import { SESSION, type Session } from "./storage/storageItems.ts";
import { EXIT_REASON, DEVICE_ITEMS } from "./storage/deferredStorageItems.ts";
import { remove, removePageItem, namesWithPrefix, read, write } from "./storage/storage.ts";

// How a session starts and ends on this device. Loaded only then, because most popups never need it.

async function clearStorageExcept(items: readonly (() => { name: string })[]): Promise<void> {
  const keptNames = items.map((item) => item().name);
  for (const name of await namesWithPrefix("")) {
    if (keptNames.includes(name)) continue;
    removePageItem({ name });
    await remove({ name });
  }
}

/** Deletes everything the previous person saw, chose or couldn't send, so that the next person doesn't get it. */
export async function startSession(next: Session): Promise<void> {
  await clearStorageExcept(DEVICE_ITEMS);
  await write(SESSION(), next);
  session.value = withPageAccount(next);
}

/**
 * Signs out. The device deletes the session first, so that no page shows the server's rejection as an unexpected end.
 * If the server can't be reached, the session expires there later.
 */
export async function endSession(): Promise<void> {
  const ended = session.peek();
  await clearStorageExcept(DEVICE_ITEMS);
  session.value = null;
  if (ended) void sendOnce((options) => apiFor(ended).access.signOut.mutate(undefined, options)).catch(() => {});
}

/** The server no longer knows this session. Only the reason is kept. Does nothing if another session has started. */
export async function expireSession(secret: string | undefined): Promise<void> {
  if ((await read(SESSION()))?.secret !== secret) return;
  await write(EXIT_REASON(), { why: "expired", account: "" });
  await clearStorageExcept([...DEVICE_ITEMS, EXIT_REASON]);
  session.value = null;
}
