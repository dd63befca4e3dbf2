import { href, type MailedPage, route } from "./route.ts";

/** The parts of a mailed link: its reference, and its secret unless a mail program cut that off. */
export interface MailedLink {
  ref: string | null;
  secret: string | null;
}

const SECRET_PREFIX = "cbt_";
/** Secrets of this visit, by page and reference. */
const secrets = new Map<string, string>();
const secretKey = (page: MailedPage, ref: string | null) => `${page} ${ref}`;

/**
 * Reads a mailed link's secret once and removes it from the address bar, the history and the route: others can see the
 * address over a shoulder, and browsers store it. The reference stays, for the code in the same mail.
 */
export function readMailedLink(page: MailedPage): MailedLink {
  const { page: current, rest } = route.peek();
  const parts = current === page ? rest : [];
  const ref = parts.find((part) => part !== "" && !part.startsWith(SECRET_PREFIX)) ?? null;
  const secret = parts.find((part) => part.startsWith(SECRET_PREFIX));
  if (secret !== undefined) {
    secrets.set(secretKey(page, ref), secret);
    const remaining = ref === null ? [] : [ref];
    history.replaceState(null, "", href(page, ...remaining));
    route.value = { page, rest: remaining, query: {} };
  }
  return { ref, secret: secrets.get(secretKey(page, ref)) ?? null };
}

/** For a link that has been used or rejected. */
export const forgetLinkSecret = (page: MailedPage, { ref }: MailedLink): void =>
  void secrets.delete(secretKey(page, ref));

/** A typed code in the form that the server accepts instead of the secret. */
export const codeToken = (ref: string, code: string): string => `cbc_${ref}_${code.trim()}`;
