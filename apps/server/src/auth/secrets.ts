import { randomBytes } from "node:crypto";
import { hash as hashPassword, verify } from "@node-rs/argon2";

const SECRET_BYTES = 32;

/**
 * A new secret. Its prefix identifies the kind, so that a leaked one can be recognized: `cbs_` a session, `cbk_` an API
 * key, `cbt_` a mailed link.
 */
export const newSecret = (kind: "cbs" | "cbk" | "cbt"): string =>
  `${kind}_${randomBytes(SECRET_BYTES).toString("base64url")}`;

export const passwordHash = (password: string): Promise<string> => hashPassword(password);

/** Takes the same time for unknown addresses, so that timing doesn't reveal which exist. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  decoyHash ??= hashPassword("no such person");
  return verify(stored ?? (await decoyHash), password).then((same) => same && stored !== null);
}

let decoyHash: Promise<string> | undefined;
