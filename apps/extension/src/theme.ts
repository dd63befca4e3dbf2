import { applyTheme, resolved, THEME_MIRROR_KEY, type ThemeChoice } from "@callboard/ui/theme";
import { signal } from "@preact/signals";

const DEVICE_KEY = "callboard.theme.device";
const isChoice = (text: string | null): text is ThemeChoice => text === "auto" || text === "light" || text === "dark";
const stored = (key: string): ThemeChoice | null => {
  const text = localStorage.getItem(key);
  return isChoice(text) ? text : null;
};

/** The theme on the screen, and whether it is this device's own. The first frame reads the same mirror. */
export const themeChoice = signal<ThemeChoice>(stored(THEME_MIRROR_KEY) ?? "auto");
export const onlyHere = signal<boolean>(stored(DEVICE_KEY) !== null);

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(prefersDark.matches);
prefersDark.addEventListener("change", ({ matches }) => (systemDark.value = matches));
export const isDark = (): boolean => resolved(themeChoice.value, systemDark.value) === "dark";

function show(choice: ThemeChoice): void {
  themeChoice.value = choice;
  localStorage.setItem(THEME_MIRROR_KEY, choice);
  applyTheme(document.documentElement, choice);
}

/** What the person chose for every device: shown unless this device has its own. */
export function followPerson(choice: ThemeChoice): void {
  if (!onlyHere.value) show(choice);
}

export function chooseHere(choice: ThemeChoice): void {
  localStorage.setItem(DEVICE_KEY, choice);
  onlyHere.value = true;
  show(choice);
}

export function chooseEverywhere(choice: ThemeChoice): void {
  localStorage.removeItem(DEVICE_KEY);
  onlyHere.value = false;
  show(choice);
}

applyTheme(document.documentElement, themeChoice.value);
addEventListener("storage", ({ key, newValue }) => {
  if (key === THEME_MIRROR_KEY && isChoice(newValue)) show(newValue);
  if (key === DEVICE_KEY) onlyHere.value = newValue !== null;
});
