import { href, route } from "./route.ts";

type MailedPage = "join" | "reset" | "unsubscribe";

/** What is left of a mailed link: which one it is, and its secret where nobody cut it. */
export interface MailedLink {
  ref: string | null;
  secret: string | null;
}

const SECRET = "cbt_";
const secrets = new Map<string, string>();
const secretKey = (room: MailedPage, ref: string | null) => `${room} ${ref}`;

/**
 * The secret of a mailed link is read once and taken out of the address bar, the history and the page's own memory of the
 * place: what stands there is seen over shoulders and kept by browsers. Which link it is stays, for the code of its mail.
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

/** What a typed code is sent as, in the place of the secret. */
export const codeToken = (ref: string, code: string): string => `cbc_${ref}_${code.trim()}`;
