export const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** What follows a person on every device. "Only on this device" is kept by the device alone. */
export interface Preferences {
  theme: Theme;
  /** The zone in which times are shown; none means the device's own. */
  zone: string | null;
  locale: "en";
}

export const DEFAULT_PREFERENCES: Preferences = { theme: "auto", zone: null, locale: "en" };
