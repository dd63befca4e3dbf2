import { checkCovered } from "./canceling.ts";
import type { Doc } from "./record.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { Micros } from "./money.ts";
import { type Home, leavingNumber, type Parting, type Turn } from "./parting.ts";
import { showNumber } from "./phoneNumber.ts";
import { phrase } from "./phrase.ts";
import type { Turn as ItemTurn } from "./runs.ts";
import type { Instant } from "./time.ts";
import type { NumberData } from "./tracking.schema.ts";

/** What all numbers of a canceled account share. `since`: of the cancellation; `at`: from when holds are counted. */
export interface LongCancel {
  since: Instant;
  at: Instant;
}

/** A number of it, with what was shown of it. */
export interface LeavingItem {
  id: string;
  parting: Parting;
  micros: Micros;
}

interface Facts extends Home {
  lifecycle: Doc<Lifecycle>;
  number: Doc<NumberData> | null;
  spendableMicros: Micros;
}

/** One number leaves its canceled account as it was shown, for no more than was shown. Throws `unpaid`, `invalid`. */
export function leaveInTurn(facts: Facts, item: LeavingItem, { since }: LongCancel, turn: Turn): ItemTurn {
  const { lifecycle, number } = facts;
  if (lifecycle.data.canceled?.since !== since) return { skipped: phrase("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: phrase("lifecycle.numberGone") };
  const named = { number: showNumber(number.data.e164) };
  const { is: state } = number.data.standing;
  if (state !== "active") return { skipped: phrase("lifecycle.numberMeanwhile", { ...named, state }) };
  const { micros, effects } = leavingNumber(number, item.parting, facts, turn);
  // A month that was paid meanwhile makes it cheaper: that is no reason to leave it.
  if (micros > item.micros) return { skipped: phrase("lifecycle.dearerMeanwhile", named) };
  checkCovered(micros, facts.spendableMicros, facts);
  return { effects };
}
