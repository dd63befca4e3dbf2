import { countsTowardLimit, limitState } from "./limits.ts";
import { freezeNumber } from "./freezing.ts";
import type { DecisionContext } from "../lifecycle/disposition.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import { checkCapacity, type Limits, type PlanCapacity, type Terms } from "./catalogue.ts";
import type { Doc } from "../core/record.ts";
import type { ItemResult } from "../runs/rules.ts";
import type { NumberData } from "../numbers/schema.ts";

/** The input that all items of a freezing run share. `terms`: the version of the terms that started it. */
export interface FreezingRunInput {
  terms: number;
}

/** A number to freeze or restore. */
export interface FreezingItem {
  id: string;
  freezes: boolean;
}

interface KeepFacts {
  limits: Pick<Limits, "numbers">;
  /** The chosen numbers; null for the default choice, in which active ones stay first. */
  kept: ReadonlySet<string> | null;
  /** How many numbers are active. */
  live: number;
}

/** Whether a number stays active. Call it once for each number, in order: it counts how much of the limit is left. */
export function createStaysActive({
  limits: { numbers: limit },
  kept,
  live,
}: KeepFacts): (number: Doc<NumberData>) => boolean {
  if (limit === null) return () => true;
  if (kept !== null) return ({ id }) => kept.has(id);
  // The default keeps active numbers first; frozen ones get what these leave of the limit.
  const remaining = { live: limit, frozen: limit - live };
  return ({ data }) => (remaining[limitState(data)] -= 1) >= 0;
}

interface Facts {
  terms: Doc<Terms>;
  number: Doc<NumberData> | null;
  capacity: PlanCapacity;
}

/** Freezes or restores one number as it was shown, unless the terms have changed since. Throws `conflict`. */
export function freezeItem(
  { terms, number, capacity }: Facts,
  { freezes }: FreezingItem,
  shared: FreezingRunInput,
  { now, by }: DecisionContext,
): ItemResult {
  if (terms.version !== shared.terms) return { skipped: message("plans.planMeanwhile") };
  if (number === null) return { skipped: message("lifecycle.numberGone") };
  const values = { number: formatPhoneNumber(number.data.e164) };
  if (!countsTowardLimit(number.data))
    return { skipped: message("lifecycle.numberMeanwhile", { ...values, state: number.data.state.is }) };
  if ((number.data.frozen !== null) === freezes)
    return { skipped: message(freezes ? "plans.frozenMeanwhile" : "plans.returnedMeanwhile", values) };
  // A number bought meanwhile may have used up the limit; the item can be retried once there is room.
  if (!freezes) checkCapacity(capacity);
  return {
    effects: [freezeNumber(number, freezes ? { since: now, by: by.id, until: null } : null, terms.data).effect],
  };
}
