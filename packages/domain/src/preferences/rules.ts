export const THEME_CHOICES = ["auto", "light", "dark"] as const;
type ThemeChoice = (typeof THEME_CHOICES)[number];

/** Preferences that follow a person to every device. "Only on this device" is stored on the device. */
export interface Preferences {
  theme: ThemeChoice;
  /** The zone for times; null means the device's own. */
  zone: string | null;
  locale: "en";
}

export const DEFAULT_PREFERENCES: Preferences = { theme: "auto", zone: null, locale: "en" };
