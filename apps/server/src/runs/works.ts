import type { RunWork } from "./work.ts";

/** The one list of what runs do, by their kind. */
export const WORKS: Record<string, RunWork> = {};
