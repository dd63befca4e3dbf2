import { DEVICE_SECRETS } from "./deferredStorageItems.ts";
import { read, write } from "./storage.ts";

const SECRET_BYTES = 32;

/**
 * What this device says of itself when somebody signs in. It stays when they sign out: a server lets a device on which
 * somebody signed in before try again, however often strangers guess. Each server has one of its own.
 */
export async function deviceSecret(server: string): Promise<string> {
  const all = (await read(DEVICE_SECRETS())) ?? {};
  const known = all[server];
  if (known !== undefined) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const made = `cbd_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  await write(DEVICE_SECRETS(), { ...all, [server]: made });
  return made;
}
