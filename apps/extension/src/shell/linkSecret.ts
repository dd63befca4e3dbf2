import { href, place } from "../route.ts";

type Door = "join" | "reset" | "unsubscribe";

/** What is left of a mailed link: which one it is, and its secret where nobody cut it. */
export interface MailedLink {
  ref: string | null;
  secret: string | null;
}

const SECRET = "cbt_";
const taken = new Map<string, string>();
const nameOf = (room: Door, ref: string | null) => `${room} ${ref}`;

/**
 * The secret of a mailed link is read once and taken out of the address bar, the history and the page's own memory of the
 * place: what stands there is seen over shoulders and kept by browsers. Which link it is stays, for the code of its mail.
 */
export function takeLink(room: Door): MailedLink {
  const { room: now, rest } = place.peek();
  const parts = now === room ? rest : [];
  const ref = parts.find((part) => part !== "" && !part.startsWith(SECRET)) ?? null;
  const secret = parts.find((part) => part.startsWith(SECRET));
  if (secret !== undefined) {
    taken.set(nameOf(room, ref), secret);
    const left = ref === null ? [] : [ref];
    history.replaceState(null, "", href(room, ...left));
    place.value = { room, rest: left, query: {} };
  }
  return { ref, secret: taken.get(nameOf(room, ref)) ?? null };
}

export const forgetLinkSecret = (room: Door, { ref }: MailedLink): void => void taken.delete(nameOf(room, ref));

/** What a typed code is sent as, in the place of the secret. */
export const codeToken = (ref: string, code: string): string => `cbc_${ref}_${code.trim()}`;
