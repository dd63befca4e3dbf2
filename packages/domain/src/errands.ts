export type { ErrandData } from "./errands.schema.ts";

/** What is asked of somebody outside. */
export const ERRANDS = ["buy number", "release number"] as const;
export type ErrandKind = (typeof ERRANDS)[number];

/**
 * `intent`: wanted, not asked yet. `sent`: asked, no answer yet. `settled` and `declined`: over, with a definite
 * answer. `unknown`: whether it was done cannot be said; it is asked about and never done a second time.
 */
export const ERRAND_STATES = ["intent", "sent", "settled", "declined", "unknown"] as const;
export type ErrandState = (typeof ERRAND_STATES)[number];
