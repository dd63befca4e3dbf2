import { applyTheme, resolved, type ThemeChoice } from "@callboard/ui/theme";
import { effect, signal } from "@preact/signals";
import { liveState } from "./live.ts";
import { session } from "./session.ts";
import { DEVICE_THEME, SHOWN_THEME, UNSAVED_THEME } from "./storage.ts";
import { dropHere, readHere, watchHere, writeHere } from "./stored.ts";

/** The theme on the screen, and whether it is this device's own. The first frame reads the same mirror. */
export const themeChoice = signal<ThemeChoice>(readHere(SHOWN_THEME()) ?? "auto");
export const onlyHere = signal<boolean>(readHere(DEVICE_THEME()) !== null);

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(prefersDark.matches);
prefersDark.addEventListener("change", ({ matches }) => (systemDark.value = matches));
export const isDark = (): boolean => resolved(themeChoice.value, systemDark.value) === "dark";

function show(choice: ThemeChoice): void {
  themeChoice.value = choice;
  writeHere(SHOWN_THEME(), choice);
  applyTheme(document.documentElement, choice);
}

/** What the person chose for every device: shown unless this device has its own, or a newer one to save. */
export function followPerson(choice: ThemeChoice): void {
  if (!onlyHere.value && readHere(UNSAVED_THEME()) === null) show(choice);
}

export function chooseHere(choice: ThemeChoice): void {
  writeHere(DEVICE_THEME(), choice);
  dropHere(UNSAVED_THEME());
  onlyHere.value = true;
  show(choice);
}

/** Seen at once; what cannot be saved now is saved as soon as the server can be reached. */
export async function chooseEverywhere(theme: ThemeChoice): Promise<void> {
  dropHere(DEVICE_THEME());
  onlyHere.value = false;
  show(theme);
  const person = session.peek()?.person;
  if (person === undefined) return;
  writeHere(UNSAVED_THEME(), { person, theme });
  await saveTheme();
}

/** Throws what the server refuses. Hardly ever is there something to save, so what does it is fetched then. */
async function saveTheme(): Promise<void> {
  if (readHere(UNSAVED_THEME())) await (await import("./saveTheme.ts")).saveTheme();
}
effect(() => {
  if (liveState.value === "live") void saveTheme().catch(() => {});
});
applyTheme(document.documentElement, themeChoice.value);
watchHere((name) => {
  const shown = readHere(SHOWN_THEME());
  if (name === SHOWN_THEME().name && shown) show(shown);
  if (name === DEVICE_THEME().name) onlyHere.value = readHere(DEVICE_THEME()) !== null;
});
