import { sendOnce } from "./sendOnce.ts";
import { api, failureOf } from "./api.ts";
import { session } from "./session.ts";
import { UNSAVED_THEME } from "./storage/storageItems.ts";
import { removePageItem, readPageItem } from "./storage/storage.ts";

/** Throws if the server rejects the theme. If the server can't be reached, the theme is kept and saved later. */
export async function saveTheme(): Promise<void> {
  const unsaved = readPageItem(UNSAVED_THEME());
  if (unsaved === null || unsaved.person !== session.peek()?.person) return;
  const { theme } = unsaved;
  // A newer choice may have replaced this one meanwhile.
  const removeUnsaved = () => readPageItem(UNSAVED_THEME())?.theme === theme && removePageItem(UNSAVED_THEME());
  try {
    await sendOnce((options) => api().preferences.save.mutate({ theme }, options));
    removeUnsaved();
  } catch (error) {
    if (failureOf(error) === null) return;
    removeUnsaved();
    throw error;
  }
}
