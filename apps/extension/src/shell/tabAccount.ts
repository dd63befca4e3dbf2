import { effect } from "@preact/signals";
import { routeAccount } from "../shared/route.ts";
import { loadSession, setAccountResolver } from "../data/session.ts";
import { LAST_CONSOLE } from "../data/storage/deferredStorageItems.ts";
import { read, write } from "../data/storage/storage.ts";

/**
 * A tab works in the account of its address; without one, in the account of the last console, or else in
 * the device's own. The popup's account doesn't matter here: two tabs may be in two accounts.
 */
export async function followTabAccount(): Promise<void> {
  const last = await read(LAST_CONSOLE());
  setAccountResolver(
    ({ person, account }) => routeAccount.peek() ?? (last?.person === person ? last.account : account),
  );
  await loadSession();
  effect(() => {
    void routeAccount.value;
    void loadSession();
  });
}

export const storeLastAccount = (person: string, account: string): Promise<void> =>
  write(LAST_CONSOLE(), { person, account });
