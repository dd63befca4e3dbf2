import type { Fact } from "../lifecycle/rules.ts";
import type { NumberState } from "../numbers/types.ts";

/** Numbers that were given back, or are on their way out, take up no room. */
export const COUNTED_STATES: readonly NumberState[] = ["active", "porting", "held"];
export const countsTowardLimit = ({ standing }: { standing: { is: NumberState } }): boolean =>
  COUNTED_STATES.includes(standing.is);

/** What takes up room under a plan's limit: at work, or beyond it. */
export const limitState = ({ parked }: { parked: Fact | null }): "live" | "parked" =>
  parked === null ? "live" : "parked";
