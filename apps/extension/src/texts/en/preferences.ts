/** Texts of the preferences page. */
export const preferences = {
  title: "Preferences",
  loading: "Loading your preferences",
  summary: "They apply in every account and on every device.",
  theme: "Theme",
  themeSubtitle: "How Callboard looks, including the popup.",
  onlyHere: "Only on this device",
  onlyHereHint: "Your other devices keep their theme.",
  zone: "Time zone",
  zoneSubtitle: "The time zone for times you see. Statements and reports use the account’s.",
  zoneLabel: "Show times in",
  zoneDevice: "This device’s zone ({zone})",
  now: "Current time: {time}.",
  saved: "Saved for all your devices.",
} as const;
