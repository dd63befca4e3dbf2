import { sendOnce } from "./sendOnce.ts";
import { api, failureOf } from "./api.ts";
import { session } from "./session.ts";
import { UNSAVED_THEME } from "./storageItems.ts";
import { removePageItem, readPageItem } from "./storage.ts";

/** Throws what the server refuses. Where it cannot be reached the theme waits, and is saved once it can. */
export async function saveTheme(): Promise<void> {
  const unsaved = readPageItem(UNSAVED_THEME());
  if (unsaved === null || unsaved.person !== session.peek()?.person) return;
  const { theme } = unsaved;
  // A later one may wait by then.
  const settle = () => readPageItem(UNSAVED_THEME())?.theme === theme && removePageItem(UNSAVED_THEME());
  try {
    await sendOnce((options) => api().preferences.save.mutate({ theme }, options));
    settle();
  } catch (error) {
    if (failureOf(error) === null) return;
    settle();
    throw error;
  }
}
