import { endSession } from "../data/signInOut.ts";
import { replaceRouteAccount } from "./route.ts";

/** `forLink`: to open the address on the screen as somebody else, so the account in it stays. */
export async function signOut({ forLink = false } = {}): Promise<void> {
  await endSession();
  // Otherwise the next person starts in an account of their own.
  if (!forLink) replaceRouteAccount(null);
}
