import type { MenuEntry } from "@callboard/ui/Menu";
import { THEME_CHOICES, type ThemeChoice } from "@callboard/ui/theme";
import { nudgeWorker } from "../browser.ts";
import { moveTo } from "../session.ts";
import { endSession } from "../signedOut.ts";
import { chooseEverywhere, chooseHere, onlyHere, themeChoice } from "../theme.ts";
import { popup } from "../texts/en/popup.ts";
import { popupLater as texts } from "../texts/en/popupLater.ts";
import type { Desk } from "./desk.ts";
import { chooseTheme } from "./themeDeed.ts";

export const accountEntries = (desk: Desk): MenuEntry[] =>
  (desk.me.data.value?.accounts ?? []).map(({ id, name, label, role }) => ({
    id,
    label: name,
    hint: label === "active" ? role : popup.label[label],
    checked: id === desk.account,
    onSelect: () => void moveTo(id).then(nudgeWorker),
  }));

const ICONS = { auto: "monitor", light: "sun", dark: "moon" } as const;

export const moreEntries = (): MenuEntry[] => [
  { section: texts.theme },
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
    onSelect: () => {
      if (!onlyHere.value) return chooseHere(themeChoice.value);
      void chooseEverywhere(themeChoice.value).catch(() => {});
    },
  },
  { separator: true },
  {
    id: "keys",
    label: texts.keys,
    icon: "keyboard",
    onSelect: () => void import("./Keys.tsx").then((keys) => keys.openKeys()),
  },
  { id: "out", label: texts.signOut, icon: "logout", onSelect: () => void endSession() },
];
