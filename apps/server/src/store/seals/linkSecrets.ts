import type { Seal } from "./seal.ts";
import { codeOf, parseLink } from "./secretLinks.ts";

/** What a kept mail has in the place of its link's secret, and of its code. */
const HIDDEN_SECRET = "cbt_…";
const HIDDEN_CODE = "cbc_…";
const SECRET = /cbt_[\w-]+/;

export const findSecret = (text: string): string | null => SECRET.exec(text)?.[0] ?? null;

export function hideSecret(text: string, secret: string | null, code?: string): string {
  const rest = code === undefined ? text : text.replaceAll(code, HIDDEN_CODE);
  return secret === null ? rest : rest.replaceAll(secret, HIDDEN_SECRET);
}

/** As it goes out. `sealed`: the secret, as long as it is kept. */
export function revealSecret(seal: Seal, text: string, sealed: string | null): string {
  if (sealed === null) return text;
  const link = parseLink(text);
  const coded = link ? text.replaceAll(HIDDEN_CODE, codeOf(seal, link.page, link.ref)) : text;
  return coded.replaceAll(HIDDEN_SECRET, seal.open(sealed));
}

/** For the eyes of somebody whom the link is not for. */
export const hideFromOthers = (text: string): string =>
  text.replaceAll(HIDDEN_SECRET, "…").replaceAll(HIDDEN_CODE, "…");
