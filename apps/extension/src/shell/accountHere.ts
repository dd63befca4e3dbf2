import { effect } from "@preact/signals";
import { accountHere } from "../route.ts";
import { loadSession, workIn } from "../session.ts";
import { LAST } from "../storageLater.ts";
import { read, write } from "../stored.ts";

/**
 * A tab works in the account of its address, an address without one in the account of the last console, and before
 * that in the device's own. What the toolbar shows is nobody's business here: two tabs may stand in two accounts.
 */
export async function followAccount(): Promise<void> {
  const last = await read(LAST());
  workIn(({ person, account }) => accountHere.peek() ?? (last?.person === person ? last.account : account));
  await loadSession();
  effect(() => {
    void accountHere.value;
    void loadSession();
  });
}

export const keepLast = (person: string, account: string): Promise<void> => write(LAST(), { person, account });
