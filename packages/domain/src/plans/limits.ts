import type { Fact } from "../lifecycle/rules.ts";
import type { NumberState } from "../numbers/types.ts";

/** Released numbers and those being released don't count towards the limit. */
export const COUNTED_STATES: readonly NumberState[] = ["active", "porting", "held"];
export const countsTowardLimit = ({ state }: { state: { is: NumberState } }): boolean =>
  COUNTED_STATES.includes(state.is);

/** Whether a record uses up a plan's limit: `live` does, `frozen` doesn't. Stored with the counts of records. */
export const limitState = ({ frozen }: { frozen: Fact | null }): "live" | "frozen" =>
  frozen === null ? "live" : "frozen";
