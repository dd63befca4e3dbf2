import type { MenuEntry } from "@callboard/ui/Menu";
import { THEME_CHOICES, type ThemeChoice } from "@callboard/ui/theme";
import { nudgeWorker } from "../../browser.ts";
import { switchAccount } from "../../data/session.ts";
import { endSession } from "../../data/signInOut.ts";
import { setPersonTheme, setDeviceTheme, isDeviceTheme, themeChoice } from "../../data/theme.ts";
import { popup } from "../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../texts/en/popup/deferred.ts";
import type { PopupStore } from "../state/store.ts";
import { chooseTheme } from "../actions/chooseTheme.ts";

/** The person's accounts: choosing one switches to it. */
export const accountEntries = (store: PopupStore): MenuEntry[] =>
  (store.me.data.value?.accounts ?? []).map(({ id, name, label, role }) => ({
    id,
    label: name,
    hint: label === "active" ? role : popup.label[label],
    checked: id === store.account,
    onSelect: () => void switchAccount(id).then(nudgeWorker),
  }));

const ICONS = { auto: "monitor", light: "sun", dark: "moon" } as const;

/** The theme, the shortcuts and signing out. */
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
    checked: isDeviceTheme.value,
    onSelect: () => {
      if (!isDeviceTheme.value) return setDeviceTheme(themeChoice.value);
      void setPersonTheme(themeChoice.value).catch(() => {});
    },
  },
  { separator: true },
  {
    id: "keys",
    label: texts.keys,
    icon: "keyboard",
    onSelect: () => void import("./ShortcutsDialog.tsx").then((module) => module.openShortcuts()),
  },
  { id: "out", label: texts.signOut, icon: "logout", onSelect: () => void endSession() },
];
