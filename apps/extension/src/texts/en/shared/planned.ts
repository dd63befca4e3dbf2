/** Texts of planned statuses that popup and console share. */
export const planned = {
  next: "{status} at {time}",
  nextIn: "{status} at {time}, in {length}",
  skipToday: "Skip today",
  skipDay: "Skip this day",
  skipped: "{status} is skipped that day.",
  unskipped: "{status} is planned again.",
} as const;
