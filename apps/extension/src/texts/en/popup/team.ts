/** Loaded with its view, which is for people without a softphone. */
export const popupTeam = {
  team: "Team",
  frozen: "You are frozen by this account’s plan: you can read, but take no calls. An administrator can change that.",
  noTeam: "Nobody here has a softphone.",
  moreTeam: "{available} available in total; {more} more people on the board.",
} as const;
