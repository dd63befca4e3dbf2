import type { MenuEntry } from "@callboard/ui/Menu";
import { THEME_CHOICES, type ThemeChoice } from "@callboard/ui/theme";
import { withKey } from "../action.ts";
import { api } from "../api.ts";
import { nudgeWorker } from "../browser.ts";
import { chooseAccount, forgetSession } from "../session.ts";
import { chooseEverywhere, chooseHere, onlyHere, themeChoice } from "../theme.ts";
import { popup as texts } from "../texts/en/popup.ts";
import type { Desk } from "./desk.ts";
import { chooseTheme } from "./themeDeed.ts";

export const accountEntries = (desk: Desk): MenuEntry[] =>
  (desk.me.data.value?.accounts ?? []).map(({ id, name, label, role }) => ({
    id,
    label: name,
    hint: label === "active" ? role : texts.label[label],
    checked: id === desk.account,
    onSelect: () => void chooseAccount(id).then(nudgeWorker),
  }));

const ICONS = { auto: "monitor", light: "sun", dark: "moon" } as const;

export const moreEntries = (): MenuEntry[] => [
  { section: texts.theme.section },
  ...THEME_CHOICES.map((choice: ThemeChoice) => ({
    id: choice,
    label: texts.themes[choice],
    icon: ICONS[choice],
    checked: themeChoice.value === choice,
    onSelect: () => chooseTheme(choice),
  })),
  {
    id: "here",
    label: texts.onlyHere,
    checked: onlyHere.value,
    onSelect: () => (onlyHere.value ? chooseEverywhere : chooseHere)(themeChoice.value),
  },
  { separator: true },
  { id: "out", label: texts.signOut, icon: "logout", onSelect: () => void signOut() },
];

/** The device forgets at once; a server that is out of reach ends the session by its age. */
export async function signOut(): Promise<void> {
  const ended = withKey((options) => api().access.signOut.mutate(undefined, options)).catch(() => {});
  await Promise.race([ended, new Promise((later) => setTimeout(later, 1000))]);
  await forgetSession();
  nudgeWorker();
}
