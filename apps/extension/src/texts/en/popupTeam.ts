/** Beside its view, which is for those without a softphone. */
export const popupTeam = {
  team: "Team",
  noTeam: "Nobody here has a softphone.",
} as const;
