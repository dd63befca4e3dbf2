import type { Fact } from "../lifecycle/rules.ts";
import type { NumberState } from "../numbers/types.ts";

/** Released numbers and those being released don't count towards the limit. */
export const COUNTED_STATES: readonly NumberState[] = ["active", "porting", "held"];
export const countsTowardLimit = ({ state }: { state: { is: NumberState } }): boolean =>
  COUNTED_STATES.includes(state.is);

/** A record's state under a plan's limit: active or frozen. */
export const limitState = ({ frozen }: { frozen: Fact | null }): "live" | "frozen" =>
  frozen === null ? "live" : "frozen";
