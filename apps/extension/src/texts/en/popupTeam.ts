/** Beside its view, which is for those without a softphone. */
export const popupTeam = {
  team: "Team",
  parked: "You go beyond this account’s plan: you can read here, and take no calls. An administrator can change that.",
  noTeam: "Nobody here has a softphone.",
} as const;
