/** What a person chooses; `auto` follows the system. */
export type ThemeChoice = "auto" | "light" | "dark";
/** What is shown. */
export type Theme = "light" | "dark";

export const THEME_CHOICES: readonly ThemeChoice[] = ["auto", "light", "dark"];

/** The theme that a choice means; `prefersDark` is the system's. */
export function resolveTheme(choice: ThemeChoice, prefersDark: boolean): Theme {
  if (choice !== "auto") return choice;
  return prefersDark ? "dark" : "light";
}

/** The theme that a theme button switches to: always the opposite of the one on the screen. */
export function oppositeTheme(choice: ThemeChoice, prefersDark: boolean): Theme {
  return resolveTheme(choice, prefersDark) === "dark" ? "light" : "dark";
}

/** For `auto` there is no attribute: the style sheet then follows the system's theme by itself. */
export function applyTheme(root: HTMLElement, choice: ThemeChoice): void {
  if (choice === "auto") delete root.dataset["theme"];
  else root.dataset["theme"] = choice;
}
