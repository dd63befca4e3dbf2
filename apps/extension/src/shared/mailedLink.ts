import { href, route } from "./route.ts";

type MailedPage = "join" | "reset" | "unsubscribe";

/** The parts of a mailed link: its reference, and its secret unless a mail program cut that off. */
export interface MailedLink {
  ref: string | null;
  secret: string | null;
}

const SECRET = "cbt_";
const secrets = new Map<string, string>();
const secretKey = (room: MailedPage, ref: string | null) => `${room} ${ref}`;

/**
 * Reads a mailed link's secret once and removes it from the address bar, the history and the route: others can see the
 * address over a shoulder, and browsers store it. The reference stays, for the code in the same mail.
 */
export function readMailedLink(room: MailedPage): MailedLink {
  const { room: now, rest } = route.peek();
  const parts = now === room ? rest : [];
  const ref = parts.find((part) => part !== "" && !part.startsWith(SECRET)) ?? null;
  const secret = parts.find((part) => part.startsWith(SECRET));
  if (secret !== undefined) {
    secrets.set(secretKey(room, ref), secret);
    const left = ref === null ? [] : [ref];
    history.replaceState(null, "", href(room, ...left));
    route.value = { room, rest: left, query: {} };
  }
  return { ref, secret: secrets.get(secretKey(room, ref)) ?? null };
}

export const forgetLinkSecret = (room: MailedPage, { ref }: MailedLink): void =>
  void secrets.delete(secretKey(room, ref));

/** A typed code in the form that the server accepts instead of the secret. */
export const codeToken = (ref: string, code: string): string => `cbc_${ref}_${code.trim()}`;
