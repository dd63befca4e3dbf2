/** The eight colours that people can give to their statuses. */
export const COLORS = ["teal", "blue", "violet", "pink", "red", "orange", "amber", "slate"] as const;
export type Color = (typeof COLORS)[number];

/** Colours with a fixed meaning, which people can't choose. */
export type Tone = "accent" | "good" | "warn" | "bad" | "busy";
