import type { ThemeChoice } from "@callboard/ui/theme";
import { chooseEverywhere, chooseHere, onlyHere, themeChoice } from "../theme.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { toasts } from "./toasts.ts";

/** Shown at once. For every device it is kept by the server; where that refuses it, the person is told. */
export async function setTheme(theme: ThemeChoice): Promise<void> {
  if (onlyHere.value) return chooseHere(theme);
  await everywhere(theme);
}

export async function setOnlyHere(here: boolean): Promise<void> {
  if (here) return chooseHere(themeChoice.value);
  await everywhere(themeChoice.value);
}

const everywhere = (theme: ThemeChoice): Promise<unknown> =>
  chooseEverywhere(theme).catch(() => toasts.show({ kind: "bad", sentence: texts.theme.notSaved }));
