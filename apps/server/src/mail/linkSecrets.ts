import type { Seal } from "../seal.ts";

/** What a kept mail has in the place of its link's secret. */
const HIDDEN = "cbt_…";
const SECRET = /cbt_[\w-]+/;

export const secretIn = (text: string): string | null => SECRET.exec(text)?.[0] ?? null;

export const withoutSecret = (text: string, secret: string | null): string =>
  secret === null ? text : text.replaceAll(secret, HIDDEN);

/** As it goes out. `sealed`: the secret, as long as it is kept. */
export const withSecret = (seal: Seal, text: string, sealed: string | null): string =>
  sealed === null ? text : text.replaceAll(HIDDEN, seal.open(sealed));

/** For the eyes of somebody whom the link is not for. */
export const forOthers = (text: string): string => text.replaceAll(HIDDEN, "…");
