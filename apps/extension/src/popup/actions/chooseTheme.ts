import type { ThemeChoice } from "@callboard/ui/theme";
import { setPersonTheme, setDeviceTheme, isDeviceTheme } from "../../data/theme.ts";

/** One click: seen at once, and kept for every device unless this one has its own. */
export function chooseTheme(choice: ThemeChoice): void {
  if (isDeviceTheme.value) return setDeviceTheme(choice);
  // One that the server refuses is still the theme of this screen; the next click says it again.
  void setPersonTheme(choice).catch(() => {});
}
