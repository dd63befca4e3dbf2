import { DEVICE_SECRETS } from "./storage/deferredStorageItems.ts";
import { read, write } from "./storage/storage.ts";

const SECRET_BYTES = 32;

/**
 * Identifies this device when somebody signs in, one secret per server. It survives signing out: a server lets a device
 * that somebody has signed in on try again, however often strangers guess elsewhere.
 */
export async function deviceSecret(server: string): Promise<string> {
  const secrets = (await read(DEVICE_SECRETS())) ?? {};
  const existing = secrets[server];
  if (existing !== undefined) return existing;
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const secret = `cbd_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  await write(DEVICE_SECRETS(), { ...secrets, [server]: secret });
  return secret;
}
