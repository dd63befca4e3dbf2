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
  you: "you",
  chosenBy: "chosen by {name}",
  setBy: "set by {name}: {reason}",
  /** By the key of the server's message. */
  causes: {
    "agents.cause.timeOver": "{status} ended",
    "agents.cause.afterCall": "after the call",
    "agents.cause.undone": "undone",
    "agents.cause.planned": "planned",
    "agents.cause.idle": "idle {minutes} min",
    "agents.cause.newSeat": "new on the team",
    "agents.cause.missedCall": "missed a call from {queue}",
    "agents.cause.missedCalls": "missed {missed} calls in a row, the last one from {queue}",
    /** If it isn't known who set it. */
    "agents.cause.reason": "set for you: {reason}",
  } as Readonly<Record<string, string>>,
} as const;
