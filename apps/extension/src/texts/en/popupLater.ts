/** What is said in menus, in forms and in rare states: fetched with them. */
export const popupLater = {
  theme: "Theme",
  themes: { auto: "As the system", light: "Light", dark: "Dark" },
  onlyHere: "Only on this device",
  signOut: "Sign out",
  untilLabel: "{status} until",
  untilSet: "Set",
  waiting: "waits for the connection",
  others: "others still see {status}",
  setItNow: "Set it now",
  forgetIt: "Forget it",
  again: "Try again",
  noAccount: "You are in no account yet. Ask an administrator for an invitation.",
  server: "Server",
  change: "Change",
} as const;
