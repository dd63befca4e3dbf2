import { DEVICE_SECRETS } from "./storage/deferredStorageItems.ts";
import { read, write } from "./storage/storage.ts";

const SECRET_BYTES = 32;

/**
 * Identifies this device at sign-in, one secret per server. It survives signing out: a server that has seen a sign-in
 * from this device lets it try again, even while strangers' wrong passwords block the same email elsewhere.
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
