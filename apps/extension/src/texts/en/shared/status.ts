/** Texts of statuses and phones that popup, console and icon share. */
export const status = {
  phone: {
    "not connected": "phone not connected",
    idle: "phone idle",
    ringing: "ringing",
    inbound: "on a call",
    outbound: "on an outbound call",
    "wrap-up": "wrap-up",
  },
  announcement: "{status}, {cause}",
  back: "back {time}",
  overdue: "was due {time}",
  chosenByYou: "chosen by you",
  chosenBy: "chosen by {name}",
  setBy: "set by {name}: {reason}",
  setByYou: "set by you: {reason}",
  setBySomebody: "set for you: {reason}",
  timeEnded: "{status} ended",
  afterCall: "after the call",
  undone: "undone",
  idle: "idle {minutes} min",
  newSeat: "new on the team",
} as const;
