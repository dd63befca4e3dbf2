/** Time in status. */
export const reports = {
  "reports.notKept": "Activity is kept for two years: choose a period that ends on {day} or later.",
} as const;
