import { DEVICE_SECRETS } from "./deferredStorageItems.ts";
import { read, write } from "./storage.ts";

const SECRET_BYTES = 32;

/**
 * Identifies this device when somebody signs in, one secret per server. It survives signing out: a server lets a device
 * that somebody has signed in on try again, however often strangers guess elsewhere.
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
