/** The eight colours a person may give to a thing of their own. */
export const TONES = ["teal", "blue", "violet", "pink", "red", "orange", "amber", "slate"] as const;
export type Tone = (typeof TONES)[number];

/** Colours with a fixed meaning, which no person chooses. */
export type Mood = "accent" | "good" | "warn" | "bad" | "busy";
