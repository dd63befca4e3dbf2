/** The eight colours a person may give to a thing of their own. */
export const COLORS = ["teal", "blue", "violet", "pink", "red", "orange", "amber", "slate"] as const;
export type Color = (typeof COLORS)[number];

/** Colours with a fixed meaning, which no person chooses. */
export type Tone = "accent" | "good" | "warn" | "bad" | "busy";
