export type ThemeChoice = "auto" | "light" | "dark";
export type Theme = "light" | "dark";

export const THEME_CHOICES: readonly ThemeChoice[] = ["auto", "light", "dark"];

export function resolveTheme(choice: ThemeChoice, prefersDark: boolean): Theme {
  if (choice !== "auto") return choice;
  return prefersDark ? "dark" : "light";
}

/** The theme that a theme button switches to: always the opposite of the one on the screen. */
export function oppositeTheme(choice: ThemeChoice, prefersDark: boolean): Theme {
  return resolveTheme(choice, prefersDark) === "dark" ? "light" : "dark";
}

/** Auto removes the attribute, so that a change of the system's theme applies without a listener. */
export function applyTheme(root: HTMLElement, choice: ThemeChoice): void {
  if (choice === "auto") delete root.dataset["theme"];
  else root.dataset["theme"] = choice;
}
