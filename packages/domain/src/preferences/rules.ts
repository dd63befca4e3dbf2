export const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** Preferences that follow a person to every device. "Only on this device" is stored on the device. */
export interface Preferences {
  theme: Theme;
  /** The zone for times; null means the device's own. */
  zone: string | null;
  locale: "en";
}

export const DEFAULT_PREFERENCES: Preferences = { theme: "auto", zone: null, locale: "en" };
