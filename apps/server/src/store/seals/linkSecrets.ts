import type { Seal } from "./seal.ts";
import { codeOf, parseLink } from "./secretLinks.ts";

/** Placeholders for the link's secret and code in stored mails. */
const HIDDEN_SECRET = "cbt_…";
const HIDDEN_CODE = "cbc_…";
const SECRET = /cbt_[\w-]+/;

export const findSecret = (text: string): string | null => SECRET.exec(text)?.[0] ?? null;

export function hideSecret(text: string, secret: string | null, code?: string): string {
  const rest = code === undefined ? text : text.replaceAll(code, HIDDEN_CODE);
  return secret === null ? rest : rest.replaceAll(secret, HIDDEN_SECRET);
}

/** The mail as it is sent. `sealed`: the encrypted secret, while it is stored. */
export function revealSecret(seal: Seal, text: string, sealed: string | null): string {
  if (sealed === null) return text;
  const link = parseLink(text);
  const coded = link ? text.replaceAll(HIDDEN_CODE, codeOf(seal, link.page, link.ref)) : text;
  return coded.replaceAll(HIDDEN_SECRET, seal.open(sealed));
}

/** The text for people other than the recipient. */
export const hideFromOthers = (text: string): string =>
  text.replaceAll(HIDDEN_SECRET, "…").replaceAll(HIDDEN_CODE, "…");
