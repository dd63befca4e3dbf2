import { withKey } from "../action.ts";
import { api } from "../api.ts";
import { nudgeWorker } from "../browser.ts";
import { forgetSession } from "../session.ts";

/** The device forgets at once; a server that is out of reach ends the session by its age. */
export async function signOut(): Promise<void> {
  const ended = withKey((options) => api().access.signOut.mutate(undefined, options)).catch(() => {});
  await Promise.race([ended, new Promise((later) => setTimeout(later, 1000))]);
  await forgetSession();
  nudgeWorker();
}
