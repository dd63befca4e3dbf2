/** A person’s own preferences. */
export const preferences = {
  "preferences.didSave": "saved preferences",
} as const;
