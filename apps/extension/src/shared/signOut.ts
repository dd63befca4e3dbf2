import { endSession } from "../data/signInOut.ts";
import { replaceRouteAccount } from "./route.ts";

export async function signOut({ forLink = false } = {}): Promise<void> {
  await endSession();
  // Whoever signs in next here begins in an account of their own, unless it is to open this very address.
  if (!forLink) replaceRouteAccount(null);
}
