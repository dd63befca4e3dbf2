/** Beside its view, which is for those without a softphone. */
export const popupTeam = {
  team: "Team",
  parked: "You go beyond this account’s plan: you can read here, and take no calls. An administrator can change that.",
  noTeam: "Nobody here has a softphone.",
  moreTeam: "{available} available in all; {more} more people on the board.",
} as const;
