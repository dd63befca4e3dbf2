import type { Seal } from "./seal.ts";
import { codeOf, parseLink } from "./secretLinks.ts";

/** Placeholders for the link's secret and code in stored mails. */
const HIDDEN_SECRET = "cbt_…";
const HIDDEN_CODE = "cbc_…";
const SECRET = /cbt_[\w-]+/;

export const findSecret = (text: string): string | null => SECRET.exec(text)?.[0] ?? null;

export function hideSecret(text: string, secret: string | null, code?: string): string {
  const withoutCode = code === undefined ? text : text.replaceAll(code, HIDDEN_CODE);
  return secret === null ? withoutCode : withoutCode.replaceAll(secret, HIDDEN_SECRET);
}

/** The mail as it is sent. `encrypted`: its secret, while it is stored. */
export function revealSecret(seal: Seal, text: string, encrypted: string | null): string {
  if (encrypted === null) return text;
  const link = parseLink(text);
  const withCode = link ? text.replaceAll(HIDDEN_CODE, codeOf(seal, link.page, link.ref)) : text;
  return withCode.replaceAll(HIDDEN_SECRET, seal.decrypt(encrypted));
}

/** The text for people other than the recipient. */
export const hideFromOthers = (text: string): string =>
  text.replaceAll(HIDDEN_SECRET, "…").replaceAll(HIDDEN_CODE, "…");
