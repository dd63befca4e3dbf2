import type { ThemeChoice } from "@callboard/ui/theme";
import { withKey } from "../action.ts";
import { api } from "../api.ts";
import { chooseEverywhere, chooseHere, onlyHere, themeChoice } from "../theme.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { toasts } from "./toasts.ts";

/** Shown at once. For every device it is kept by the server; where that fails, the person is told. */
export async function setTheme(theme: ThemeChoice): Promise<void> {
  if (onlyHere.value) return chooseHere(theme);
  chooseEverywhere(theme);
  await keep(theme);
}

export async function setOnlyHere(here: boolean): Promise<void> {
  if (here) return chooseHere(themeChoice.value);
  chooseEverywhere(themeChoice.value);
  await keep(themeChoice.value);
}

const keep = (theme: ThemeChoice): Promise<unknown> =>
  withKey((options) => api().preferences.save.mutate({ theme }, options)).catch(() =>
    toasts.show({ kind: "bad", sentence: texts.theme.notSaved }),
  );
