import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Encrypts what must be read again (the second step's key). Everything else secret is kept as a digest only. */
export interface Seal {
  close(text: string): string;
  open(sealed: string): string;
  /** A digest that nobody without the key can try guesses against: what is asked may hold a password. */
  mark(text: string): string;
  /** Vouches for a text: nobody without the key can make or change one that fits. */
  sign(text: string): string;
  /** A number of 256 bits that stands for a text in a sum: nobody without the key can work it out. */
  element(text: string): bigint;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

export function sealWith(secret: string): Seal {
  const key = Buffer.from(hash("sha256", `callboard seal ${secret}`, "hex"), "hex");
  const marking = hash("sha256", `callboard mark ${secret}`, "hex");
  const summing = hash("sha256", `callboard sum ${secret}`, "hex");
  // Made ready once: from bytes it would be made ready for every signature, which takes longer than signing.
  const signing = createSecretKey(hash("sha256", `callboard sign ${secret}`, "hex"), "hex");
  return {
    // The key goes first and the digest never leaves: one pass is enough, and every call pays for it.
    mark: (text) => hash("sha256", marking + text, "base64url"),
    sign: (text) => createHmac("sha256", signing).update(text).digest("base64url"),
    // What is hashed last is always as long: so nothing can be hung on behind it.
    element: (text) => BigInt(`0x${hash("sha256", summing + hash("sha256", text, "hex"), "hex")}`),
    close(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
}

/** The key from the setting, or one made once and kept beside the database, readable by its owner alone. */
export function secretFrom(setting: string | undefined, path: string): string {
  if (setting) return setting;
  if (existsSync(path)) return readFileSync(path, "utf8");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, randomBytes(32).toString("base64url"), { mode: 0o600 });
  chmodSync(path, 0o600);
  return readFileSync(path, "utf8");
}
