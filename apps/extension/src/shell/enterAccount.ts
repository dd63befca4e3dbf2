import { isOpen, ROOMS } from "../rooms.ts";
import { lookBack } from "../past.ts";
import { goIn, href, place } from "../route.ts";
import { loadSession } from "../session.ts";
import type { OwnAccount } from "./viewer.ts";

/**
 * Switches the account and stays in the room, unless it is closed there: then the overview opens. A record's page and
 * filters speak of the other account, so the room is entered anew.
 */
export async function enterAccount(account: OwnAccount): Promise<void> {
  const { room: name, rest, query } = place.peek();
  const room = ROOMS.find((one) => one.name === name);
  const stays = !room || (isOpen(room, account) && rest.length === 0 && Object.keys(query).length === 0);
  lookBack(null);
  goIn(account.id, stays ? location.hash : href(room && isOpen(room, account) ? room.name : ""));
  await loadSession();
}
