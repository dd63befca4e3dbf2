/** Words of a status and a phone that popup, console and icon share. */
export const status = {
  phone: {
    "not connected": "phone not connected",
    idle: "phone idle",
    ringing: "ringing",
    inbound: "on a call",
    outbound: "on an outgoing call",
    "wrap-up": "wrap-up",
  },
  news: "{status}, {cause}",
  back: "back {time}",
  overdue: "was due {time}",
  chosenByYou: "chosen by you",
  chosenBy: "chosen by {name}",
  setBy: "set by {name}: {reason}",
  setByYou: "set by you: {reason}",
  setBySomebody: "set for you: {reason}",
  promiseEnded: "{status} was over",
  afterCall: "after the call",
  undone: "undone",
  idle: "idle {minutes} min",
  newSeat: "new on the team",
} as const;
