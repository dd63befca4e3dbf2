import { withKey } from "../action.ts";
import { api } from "../api.ts";
import { nameAccount } from "../route.ts";
import { forgetSession } from "../session.ts";

/** Leaves on this device at once; where the server cannot be reached, its session ends by itself later. */
export async function signOut({ forLink = false } = {}): Promise<void> {
  const ended = withKey((options) => api().access.signOut.mutate(undefined, options)).catch(() => null);
  await Promise.race([ended, new Promise((later) => setTimeout(later, 1500))]);
  await forgetSession();
  // Whoever signs in next here begins in an account of their own, unless it is to open this very address.
  if (!forLink) nameAccount(null);
}
