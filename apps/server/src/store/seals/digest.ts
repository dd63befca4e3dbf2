import { hash } from "crypto";

/** What is kept of a secret. It has 256 random bits, so one round of sha-256 cannot be guessed back. */
export const digestOf = (secret: string): string => hash("sha256", secret, "base64url");
