import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What the server does with its secret key: it signs what is stored, and encrypts secrets that must be read again. */
export interface Seal {
  encrypt(text: string): string;
  decrypt(encrypted: string): string;
  /** A keyed digest: without the key nobody can test guesses against it. The input may contain a password. */
  hmac(text: string): string;
  /** Signs a text: without the key nobody can make or change a matching one. */
  sign(text: string): string;
  /** A keyed 256-bit number for a text, used as an element of a sum. */
  sumElement(text: string): bigint;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

export function sealWith(secret: string): Seal {
  const encryptionKey = Buffer.from(hash("sha256", `callboard seal ${secret}`, "hex"), "hex");
  const hmacKey = hash("sha256", `callboard mark ${secret}`, "hex");
  const sumKey = hash("sha256", `callboard sum ${secret}`, "hex");
  // Created once: creating it from bytes for each signature takes longer than signing.
  const signingKey = createSecretKey(hash("sha256", `callboard sign ${secret}`, "hex"), "hex");
  return {
    // The key goes first and the digest never leaves the server, so one pass of sha-256 is enough; every call pays for
    // it.
    hmac: (text) => hash("sha256", hmacKey + text, "base64url"),
    sign: (text) => createHmac("sha256", signingKey).update(text).digest("base64url"),
    // The last input has a fixed length, so nothing can be appended to it.
    sumElement: (text) => BigInt(`0x${hash("sha256", sumKey + hash("sha256", text, "hex"), "hex")}`),
    encrypt(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", encryptionKey, iv);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    decrypt(encrypted) {
      const bytes = Buffer.from(encrypted, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", encryptionKey, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
}

/** The key from the setting, or one created once and stored next to the database, readable by its owner only. */
export function secretFrom(setting: string | undefined, path: string): string {
  if (setting) return setting;
  if (existsSync(path)) return readFileSync(path, "utf8");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, randomBytes(32).toString("base64url"), { mode: 0o600 });
  chmodSync(path, 0o600);
  return readFileSync(path, "utf8");
}
