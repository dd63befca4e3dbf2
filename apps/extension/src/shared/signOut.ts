import { endSession } from "../data/signInOut.ts";
import { replaceRouteAccount } from "./route.ts";

export async function signOut({ forLink = false } = {}): Promise<void> {
  await endSession();
  // The next person to sign in here starts in an account of their own, unless this very address was opened.
  if (!forLink) replaceRouteAccount(null);
}
