import { randomInt } from "node:crypto";
import { SECOND, type Instant } from "@callboard/domain/core/time";
import { Secret, TOTP } from "otpauth";
import { digestOf } from "../store/seals/digest.ts";

const TOTP_STEP_MS = 30 * SECOND;
/** Letters and digits that are hard to confuse. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const RECOVERY_CODES = 8;

/** Codes of an authenticator app (TOTP), for the second step of signing in. */
const totp = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: "Callboard", label, secret: Secret.fromBase32(secret) });

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;
/** The `otpauth:` address that an authenticator app scans as a QR code. */
export const totpAddress = (secret: string, email: string): string => totp(secret, email).toString();

/** The time step of a correct code, or null. A step that was already used is rejected: a code works once. */
export function totpStep(secret: string, code: string, lastStep: number, now: Instant): number | null {
  const delta = totp(secret, "").validate({ token: code, timestamp: now, window: 1 });
  if (delta === null) return null;
  const step = Math.floor(now / TOTP_STEP_MS) + delta;
  return step > lastStep ? step : null;
}

/** The current code, for tests and the demo's own sign-in. */
export const totpCode = (secret: string, now: Instant): string => totp(secret, "").generate({ timestamp: now });

export function newRecoveryCodes(): string[] {
  const part = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: RECOVERY_CODES }, () => `${part()}-${part()}`);
}

export const recoveryDigests = (codes: readonly string[]): string => JSON.stringify(codes.map(digestOf));

/** The remaining digests after using a code, or null if it is wrong. */
export function useRecoveryCode(stored: string, code: string): string | null {
  const digests: string[] = JSON.parse(stored);
  const digest = digestOf(code);
  return digests.includes(digest) ? JSON.stringify(digests.filter((other) => other !== digest)) : null;
}
