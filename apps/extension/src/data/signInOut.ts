import { sendOnce } from "./sendOnce.ts";
import { apiFor } from "./api.ts";
import { withPageAccount, session } from "./session.ts";
import { SESSION, type Session } from "./storageItems.ts";
import { EXIT_REASON, DEVICE_ITEMS } from "./deferredStorageItems.ts";
import { remove, removePageItem, namesWithPrefix, read, write } from "./storage.ts";

// How a session begins and ends on this device. Fetched when it does: a popup that is only looked at needs none of it.

async function clearStorageExcept(items: readonly (() => { name: string })[]): Promise<void> {
  const staying = items.map((item) => item().name);
  for (const name of await namesWithPrefix("")) {
    if (staying.includes(name)) continue;
    removePageItem({ name });
    await remove({ name });
  }
}

/** What the last person saw, chose and could not send is not for the next one. */
export async function startSession(next: Session): Promise<void> {
  await clearStorageExcept(DEVICE_ITEMS);
  await write(SESSION(), next);
  session.value = withPageAccount(next);
}

/**
 * Signs out. The device forgets at once, so that no page takes the server's refusal for an end that was not wanted; a
 * server that is out of reach ends the session by its age.
 */
export async function endSession(): Promise<void> {
  const now = session.peek();
  await clearStorageExcept(DEVICE_ITEMS);
  session.value = null;
  if (now) void sendOnce((options) => apiFor(now).access.signOut.mutate(undefined, options)).catch(() => {});
}

/** The server no longer knows this session: the word for it stays when all else goes. Another one may be here by now. */
export async function expireSession(secret: string | undefined): Promise<void> {
  if ((await read(SESSION()))?.secret !== secret) return;
  await write(EXIT_REASON(), { why: "expired", account: "" });
  await clearStorageExcept([...DEVICE_ITEMS, EXIT_REASON]);
  session.value = null;
}
