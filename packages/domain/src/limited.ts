import type { Fact } from "./lifecycle.ts";
import type { NumberState } from "./tracking.ts";

/** Numbers that were given back, or are on their way out, take up no room. */
export const COUNTS: readonly NumberState[] = ["active", "porting", "held"];
export const countsAsNumber = ({ standing }: { standing: { is: NumberState } }): boolean =>
  COUNTS.includes(standing.is);

/** What takes up room under a plan's limit: at work, or beyond it. */
export const limitedAs = ({ parked }: { parked: Fact | null }): "live" | "parked" =>
  parked === null ? "live" : "parked";
