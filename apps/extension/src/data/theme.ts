import { applyTheme, resolveTheme, type ThemeChoice } from "@callboard/ui/theme";
import { effect, signal } from "@preact/signals";
import { liveState } from "./liveState.ts";
import { session } from "./session.ts";
import { DEVICE_THEME, SHOWN_THEME, UNSAVED_THEME } from "./storage/storageItems.ts";
import { removePageItem, readPageItem, watchPageItems, writePageItem } from "./storage/storage.ts";

/** The theme on the screen, and whether it applies to this device only. The first frame reads the same stored value. */
export const themeChoice = signal<ThemeChoice>(readPageItem(SHOWN_THEME()) ?? "auto");
export const isDeviceTheme = signal<boolean>(readPageItem(DEVICE_THEME()) !== null);

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isSystemDark = signal(prefersDark.matches);
prefersDark.addEventListener("change", ({ matches }) => (isSystemDark.value = matches));
export const isDark = (): boolean => resolveTheme(themeChoice.value, isSystemDark.value) === "dark";

function showTheme(choice: ThemeChoice): void {
  themeChoice.value = choice;
  writePageItem(SHOWN_THEME(), choice);
  applyTheme(document.documentElement, choice);
}

/** The person's theme for every device: applied unless this device has its own, or a newer choice waits to be saved. */
export function applyPersonTheme(choice: ThemeChoice): void {
  if (!isDeviceTheme.value && readPageItem(UNSAVED_THEME()) === null) showTheme(choice);
}

export function setDeviceTheme(choice: ThemeChoice): void {
  writePageItem(DEVICE_THEME(), choice);
  removePageItem(UNSAVED_THEME());
  isDeviceTheme.value = true;
  showTheme(choice);
}

/** Applied at once; if it can't be saved now, it is saved as soon as the server can be reached. */
export async function setPersonTheme(theme: ThemeChoice): Promise<void> {
  removePageItem(DEVICE_THEME());
  isDeviceTheme.value = false;
  showTheme(theme);
  const person = session.peek()?.person;
  if (person === undefined) return;
  writePageItem(UNSAVED_THEME(), { person, theme });
  await saveUnsavedTheme();
}

/** Throws if the server rejects the theme. There is rarely anything to save, so the code for it is loaded on demand. */
async function saveUnsavedTheme(): Promise<void> {
  if (readPageItem(UNSAVED_THEME())) await import("./saveTheme.ts").then((module) => module.saveTheme());
}
effect(() => {
  if (liveState.value === "live") void saveUnsavedTheme().catch(() => {});
});
applyTheme(document.documentElement, themeChoice.value);
watchPageItems((name) => {
  const shown = readPageItem(SHOWN_THEME());
  if (name === SHOWN_THEME().name && shown) showTheme(shown);
  if (name === DEVICE_THEME().name) isDeviceTheme.value = readPageItem(DEVICE_THEME()) !== null;
});
