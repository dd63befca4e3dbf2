/** Texts of menus, forms and rare states, loaded with them. */
export const popupDeferred = {
  waitingToast: "{status} is waiting for the connection.",
  done: {
    undone: "Back to {status}.",
    extended: "{status} until {time}.",
    queued: "{status} follows the call.",
  },
  theme: "Theme",
  themes: { auto: "System", light: "Light", dark: "Dark" },
  onlyHere: "Only on this device",
  keys: "Shortcuts",
  signOut: "Sign out",
  untilLabel: "{status} until",
  untilSet: "Set",
  untilIn: "in {length}",
  /** The typed time isn't there in the night in which clocks are put forward. */
  untilSkipped: "skipped, so {time}, in {length}",
  pending: "waiting for the connection",
  others: "others still see {status}",
  setItNow: "Set now",
  dropPending: "Discard",
  again: "Try again",
  noAccount: "You have no account yet. Ask an administrator to invite you.",
  removedAsk: "You are no longer in {account}. Ask an administrator to invite you again.",
  expired: "Your session has ended. Sign in again.",
  server: "Server",
  change: "Change",
} as const;
