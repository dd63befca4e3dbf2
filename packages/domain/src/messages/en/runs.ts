export const runs = {
  "runs.notRestored": "A run is a report and is not restored. Its failures can be tried again.",
} as const;
