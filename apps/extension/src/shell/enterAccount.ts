import { isPageOpen, PAGES } from "./pages.ts";
import { setAsOf } from "../shared/asOf.ts";
import { goToAccount, href, route } from "../shared/route.ts";
import { loadSession } from "../data/session.ts";
import type { OwnAccount } from "../shared/viewer.ts";

/**
 * Switches the account and stays on the page, or opens the overview if the page isn't open there. A record's page and
 * filters belong to the previous account, so the page opens without them.
 */
export async function enterAccount(account: OwnAccount): Promise<void> {
  const { page: name, rest, query } = route.peek();
  const page = PAGES.find((entry) => entry.name === name);
  const staysOnPage = !page || (isPageOpen(page, account) && rest.length === 0 && Object.keys(query).length === 0);
  setAsOf(null);
  goToAccount(account.id, staysOnPage ? location.hash : href(page && isPageOpen(page, account) ? page.name : ""));
  await loadSession();
}
