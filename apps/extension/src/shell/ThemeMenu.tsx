import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { THEME_CHOICES } from "@callboard/ui/theme";
import { isDark, isDeviceTheme, themeChoice } from "../data/theme.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { setThemeOnDevice, setTheme } from "../shared/setTheme.ts";

/** Changes the theme from any page in two clicks, for every device or only for this one. */
export function ThemeMenu() {
  const entries = [
    ...THEME_CHOICES.map((choice) => ({
      id: choice,
      label: texts.theme[choice],
      checked: themeChoice.value === choice,
      onSelect: () => void setTheme(choice),
    })),
    { separator: true } as const,
    {
      id: "here",
      label: texts.theme.onlyHere,
      checked: isDeviceTheme.value,
      onSelect: () => void setThemeOnDevice(!isDeviceTheme.value),
    },
  ];
  return (
    <Menu kind="icon" align="end" label={texts.theme.menu} entries={entries}>
      <Icon name={isDark() ? "moon" : "sun"} />
    </Menu>
  );
}
