/** Words of one's own preferences. */
export const preferences = {
  title: "Preferences",
  loading: "Loading your preferences",
  state: "They follow you into every account and onto every device.",
  theme: "Theme",
  themeSub: "How Callboard looks, the popup included.",
  onlyHere: "Only on this device",
  onlyHereHint: "Your other devices keep what they have.",
  zone: "Time zone",
  zoneSub: "In which zone times are written for you. Statements and reports keep the account’s own.",
  zoneLabel: "Show times in",
  zoneDevice: "This device’s zone ({zone})",
  now: "Now it is {time}.",
  saved: "Saved for all your devices.",
} as const;
