import { withKey } from "../action.ts";
import { api } from "../api.ts";
import { forgetSession } from "../session.ts";

/** Leaves on this device at once; where the server cannot be reached, its session ends by itself later. */
export async function signOut(): Promise<void> {
  const ended = withKey((options) => api().access.signOut.mutate(undefined, options)).catch(() => null);
  await Promise.race([ended, new Promise((later) => setTimeout(later, 1500))]);
  await forgetSession();
}
