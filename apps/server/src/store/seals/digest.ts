import { hash } from "crypto";

/**
 * The stored form of a secret. A secret has 256 random bits, so one round of sha-256 cannot be reversed by guessing.
 */
export const digestOf = (secret: string): string => hash("sha256", secret, "base64url");
