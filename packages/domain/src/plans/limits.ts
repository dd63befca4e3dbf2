import type { Fact } from "../lifecycle/rules.ts";
import type { NumberState } from "../numbers/types.ts";

/** Released numbers and those being released don't count towards the limit. */
export const COUNTED_STATES: readonly NumberState[] = ["active", "porting", "held"];
export const countsTowardLimit = ({ standing }: { standing: { is: NumberState } }): boolean =>
  COUNTED_STATES.includes(standing.is);

/** A record's state under a plan's limit: active or frozen. */
export const limitState = ({ parked }: { parked: Fact | null }): "live" | "parked" =>
  parked === null ? "live" : "parked";
