import { checkCovered } from "./canceling.ts";
import type { Doc } from "./record.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { Micros } from "./money.ts";
import { type NumberOrigin, applyDisposition, type Disposition, type DecisionContext } from "./parting.ts";
import { formatPhoneNumber } from "./phoneNumber.ts";
import { message } from "./phrase.ts";
import type { ItemResult as ItemTurn } from "./runs.ts";
import type { Instant } from "./time.ts";
import type { NumberData } from "./tracking.schema.ts";

/** What all numbers of a canceled account share. `since`: of the cancellation; `at`: from when holds are counted. */
export interface CancelRunInput {
  since: Instant;
  at: Instant;
}

/** A number of it, with what was shown of it. */
export interface DispositionItem {
  id: string;
  parting: Disposition;
  micros: Micros;
}

interface Facts extends NumberOrigin {
  lifecycle: Doc<Lifecycle>;
  number: Doc<NumberData> | null;
  spendableMicros: Micros;
}

/** One number leaves its canceled account as it was shown, for no more than was shown. Throws `unpaid`, `invalid`. */
export function applyDispositionItem(
  facts: Facts,
  item: DispositionItem,
  { since }: CancelRunInput,
  turn: DecisionContext,
): ItemTurn {
  const { lifecycle, number } = facts;
  if (lifecycle.data.canceled?.since !== since) return { skipped: message("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: message("lifecycle.numberGone") };
  const named = { number: formatPhoneNumber(number.data.e164) };
  const { is: state } = number.data.standing;
  if (state !== "active") return { skipped: message("lifecycle.numberMeanwhile", { ...named, state }) };
  const { micros, effects } = applyDisposition(number, item.parting, facts, turn);
  // A month that was paid meanwhile makes it cheaper: that is no reason to leave it.
  if (micros > item.micros) return { skipped: message("lifecycle.dearerMeanwhile", named) };
  checkCovered(micros, facts.spendableMicros, facts);
  return { effects };
}
