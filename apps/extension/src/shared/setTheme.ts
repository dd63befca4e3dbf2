import type { ThemeChoice } from "@callboard/ui/theme";
import { setPersonTheme, setDeviceTheme, isDeviceTheme, themeChoice } from "../data/theme.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { toasts } from "./toasts.ts";

/** Applied at once; saved for every device unless this one has its own theme. A failed save shows a message. */
export async function setTheme(theme: ThemeChoice): Promise<void> {
  if (isDeviceTheme.value) return setDeviceTheme(theme);
  await saveForPerson(theme);
}

/** Makes the theme on the screen this device's own, or the person's on every device. */
export async function setThemeOnDevice(onlyHere: boolean): Promise<void> {
  if (onlyHere) return setDeviceTheme(themeChoice.value);
  await saveForPerson(themeChoice.value);
}

const saveForPerson = (theme: ThemeChoice): Promise<unknown> =>
  setPersonTheme(theme).catch(() => toasts.show({ tone: "bad", sentence: texts.theme.notSaved }));
