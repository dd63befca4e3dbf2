import { isOpen, ROOMS } from "../rooms.ts";
import { lookBack } from "../past.ts";
import { go, place } from "../route.ts";
import { chooseAccount } from "../session.ts";
import type { OwnAccount } from "./viewer.ts";

/**
 * Switches the account and stays in the room, unless it is closed there: then the overview opens. A record's page and
 * filters speak of the other account, so the room is entered anew.
 */
export async function enterAccount(account: OwnAccount): Promise<void> {
  const { room: name, rest, query } = place.peek();
  const room = ROOMS.find((one) => one.name === name);
  if (room && !isOpen(room, account)) go("");
  else if (room && (rest.length > 0 || Object.keys(query).length > 0)) go(room.name);
  lookBack(null);
  await chooseAccount(account.id);
}
