import { withKey } from "./action.ts";
import { apiAs } from "./api.ts";
import { asHere, session } from "./session.ts";
import { SESSION, type Session } from "./storage.ts";
import { LEFT, OF_THE_DEVICE } from "./storageLater.ts";
import { drop, dropHere, namesOf, read, write } from "./stored.ts";

// How a session begins and ends on this device. Fetched when it does: a popup that is only looked at needs none of it.

async function dropAllBut(items: readonly (() => { name: string })[]): Promise<void> {
  const staying = items.map((item) => item().name);
  for (const name of await namesOf("")) {
    if (staying.includes(name)) continue;
    dropHere({ name });
    await drop({ name });
  }
}

/** What the last person saw, chose and could not send is not for the next one. */
export async function signInAs(next: Session): Promise<void> {
  await dropAllBut(OF_THE_DEVICE);
  await write(SESSION(), next);
  session.value = asHere(next);
}

/**
 * Signs out. The device forgets at once, so that no page takes the server's refusal for an end that was not wanted; a
 * server that is out of reach ends the session by its age.
 */
export async function endSession(): Promise<void> {
  const now = session.peek();
  await dropAllBut(OF_THE_DEVICE);
  session.value = null;
  if (now) void withKey((options) => apiAs(now).access.signOut.mutate(undefined, options)).catch(() => {});
}

/** The server no longer knows this session: the word for it stays when all else goes. Another one may be here by now. */
export async function sessionEnded(secret: string | undefined): Promise<void> {
  if ((await read(SESSION()))?.secret !== secret) return;
  await write(LEFT(), { why: "expired", account: "" });
  await dropAllBut([...OF_THE_DEVICE, LEFT]);
  session.value = null;
}
