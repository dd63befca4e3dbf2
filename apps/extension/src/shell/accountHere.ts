import { effect } from "@preact/signals";
import { kept } from "../browser.ts";
import { accountHere } from "../route.ts";
import { loadSession, type Session, workIn } from "../session.ts";

type Last = Pick<Session, "person" | "account">;

const STORED = "console";

/**
 * A tab works in the account of its address, an address without one in the account of the last console, and before
 * that in the device's own. What the toolbar shows is nobody's business here: two tabs may stand in two accounts.
 */
export async function followAccount(): Promise<void> {
  const last = await kept.get<Last>(STORED);
  workIn(({ person, account }) => accountHere.peek() ?? (last?.person === person ? last.account : account));
  await loadSession();
  effect(() => {
    void accountHere.value;
    void loadSession();
  });
}

export const keepLast = (last: Last): Promise<void> => kept.set(STORED, last);
