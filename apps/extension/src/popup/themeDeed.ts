import type { ThemeChoice } from "@callboard/ui/theme";
import { chooseEverywhere, chooseHere, onlyHere } from "../theme.ts";

/** One click: seen at once, and kept for every device unless this one has its own. */
export function chooseTheme(choice: ThemeChoice): void {
  if (onlyHere.value) return chooseHere(choice);
  // One that the server refuses is still the theme of this screen; the next click says it again.
  void chooseEverywhere(choice).catch(() => {});
}
