import type { MenuEntry } from "@callboard/ui/Menu";
import { THEME_CHOICES, type ThemeChoice } from "@callboard/ui/theme";
import { nudgeWorker } from "../browser.ts";
import { switchAccount } from "../session.ts";
import { endSession } from "../signedOut.ts";
import { setPersonTheme, setDeviceTheme, isDeviceTheme, themeChoice } from "../theme.ts";
import { popup } from "../texts/en/popup.ts";
import { popupDeferred as texts } from "../texts/en/popupLater.ts";
import type { PopupStore } from "./desk.ts";
import { chooseTheme } from "./themeDeed.ts";

export const accountEntries = (desk: PopupStore): MenuEntry[] =>
  (desk.me.data.value?.accounts ?? []).map(({ id, name, label, role }) => ({
    id,
    label: name,
    hint: label === "active" ? role : popup.label[label],
    checked: id === desk.account,
    onSelect: () => void switchAccount(id).then(nudgeWorker),
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
    onSelect: () => void import("./Keys.tsx").then((keys) => keys.openShortcuts()),
  },
  { id: "out", label: texts.signOut, icon: "logout", onSelect: () => void endSession() },
];
