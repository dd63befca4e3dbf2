/** Texts about rules that undid each other, on the board and under one's own status. */
export const ruleLoop = {
  stopped: "Rules stopped: {story}.",
  change: "{time} {from} → {to} ({cause})",
  restart: "They act again once somebody chooses a status.",
} as const;
