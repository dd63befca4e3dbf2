import { isPageOpen, PAGES } from "./pages.ts";
import { setAsOf } from "../shared/asOf.ts";
import { goToAccount, href, route } from "../shared/route.ts";
import { loadSession } from "../data/session.ts";
import type { OwnAccount } from "../shared/viewer.ts";

/**
 * Switches the account and stays in the room, unless it is closed there: then the overview opens. A record's page and
 * filters speak of the other account, so the room is entered anew.
 */
export async function enterAccount(account: OwnAccount): Promise<void> {
  const { room: name, rest, query } = route.peek();
  const room = PAGES.find((one) => one.name === name);
  const stays = !room || (isPageOpen(room, account) && rest.length === 0 && Object.keys(query).length === 0);
  setAsOf(null);
  goToAccount(account.id, stays ? location.hash : href(room && isPageOpen(room, account) ? room.name : ""));
  await loadSession();
}
