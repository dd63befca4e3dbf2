import { withKey } from "./action.ts";
import { api, refusalOf } from "./api.ts";
import { session } from "./session.ts";
import { UNSAVED_THEME } from "./storage.ts";
import { dropHere, readHere } from "./stored.ts";

/** Throws what the server refuses. Where it cannot be reached the theme waits, and is saved once it can. */
export async function saveTheme(): Promise<void> {
  const unsaved = readHere(UNSAVED_THEME());
  if (unsaved === null || unsaved.person !== session.peek()?.person) return;
  const { theme } = unsaved;
  // A later one may wait by then.
  const settle = () => readHere(UNSAVED_THEME())?.theme === theme && dropHere(UNSAVED_THEME());
  try {
    await withKey((options) => api().preferences.save.mutate({ theme }, options));
    settle();
  } catch (error) {
    if (refusalOf(error) === null) return;
    settle();
    throw error;
  }
}
