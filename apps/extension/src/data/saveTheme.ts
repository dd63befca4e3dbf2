import { sendOnce } from "./sendOnce.ts";
import { api, failureOf } from "./api.ts";
import { session } from "./session.ts";
import { UNSAVED_THEME } from "./storageItems.ts";
import { removePageItem, readPageItem } from "./storage.ts";

/** Throws if the server rejects the theme. If the server can't be reached, the theme is kept and saved later. */
export async function saveTheme(): Promise<void> {
  const unsaved = readPageItem(UNSAVED_THEME());
  if (unsaved === null || unsaved.person !== session.peek()?.person) return;
  const { theme } = unsaved;
  // A newer choice may have replaced this one meanwhile.
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
