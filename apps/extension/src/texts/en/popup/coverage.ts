/** What a queue would be left with, before somebody chooses a status that takes no calls. */
export const popupCoverage = { left: "{queue} would have {left} of {members} left" } as const;
