import { isOpen, ROOMS } from "../rooms.ts";
import { go, place } from "../route.ts";
import { chooseAccount } from "../session.ts";
import type { OwnAccount } from "./viewer.ts";

/** Switches the account and stays in the room, unless it is closed there: then the overview opens. */
export async function enterAccount(account: OwnAccount): Promise<void> {
  const room = ROOMS.find(({ name }) => name === place.peek().room);
  if (room && !isOpen(room, account)) go("");
  await chooseAccount(account.id);
}
