import type { ThemeChoice } from "@callboard/ui/theme";
import { withKey } from "../action.ts";
import { api } from "../api.ts";
import { chooseEverywhere, chooseHere, onlyHere } from "../theme.ts";

/** One click: seen at once, and kept for every device unless this one has its own. */
export function chooseTheme(choice: ThemeChoice): void {
  if (onlyHere.value) return chooseHere(choice);
  chooseEverywhere(choice);
  // A theme that could not be saved is still the theme of this device; the next click says it again.
  void withKey((options) => api().preferences.save.mutate({ theme: choice }, options)).catch(() => {});
}
