import type { ThemeChoice } from "@callboard/ui/theme";
import { setPersonTheme, setDeviceTheme, isDeviceTheme } from "../../data/theme.ts";

/** One click: applied at once, and saved for every device unless this one has its own. */
export function chooseTheme(choice: ThemeChoice): void {
  if (isDeviceTheme.value) return setDeviceTheme(choice);
  // If the server rejects the theme, it stays on this screen; the next click tries again.
  void setPersonTheme(choice).catch(() => {});
}
