import { href, place } from "../route.ts";

type Door = "join" | "reset" | "unsubscribe";
const taken = new Map<string, string>();

/**
 * The secret of a mailed link. It is read once and taken out of the address bar, the history and the page's own memory
 * of the place: what stands there is seen over shoulders and kept by browsers.
 */
export function takeLinkSecret(room: Door): string | null {
  const { room: now, rest } = place.peek();
  if (now === room && rest[0]) {
    taken.set(room, rest[0]);
    history.replaceState(null, "", href(room));
    place.value = { room, rest: [], query: {} };
  }
  return taken.get(room) ?? null;
}

export const forgetLinkSecret = (room: Door): void => void taken.delete(room);
