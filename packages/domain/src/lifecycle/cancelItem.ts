import { checkCovered } from "./cancel.ts";
import type { Doc } from "../core/record.ts";
import type { Lifecycle } from "./rules.ts";
import type { Micros } from "../core/money.ts";
import { type NumberOrigin, applyDisposition, type Disposition, type DecisionContext } from "./disposition.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { ItemResult } from "../runs/rules.ts";
import type { Instant } from "../core/time.ts";
import type { NumberData } from "../numbers/schema.ts";

/** The input that all items of a cancellation run share: when the account was canceled, and when holds start. */
export interface CancelRunInput {
  since: Instant;
  at: Instant;
}

/** One number with the disposition and the cost that were shown for it. */
export interface DispositionItem {
  id: string;
  disposition: Disposition;
  micros: Micros;
}

interface Facts extends NumberOrigin {
  lifecycle: Doc<Lifecycle>;
  number: Doc<NumberData> | null;
  spendableMicros: Micros;
}

/** Applies a number's disposition as it was shown, for at most the cost shown. Throws `unpaid`, `invalid`. */
export function applyDispositionItem(
  facts: Facts,
  item: DispositionItem,
  { since }: CancelRunInput,
  context: DecisionContext,
): ItemResult {
  const { lifecycle, number } = facts;
  if (lifecycle.data.canceled?.since !== since) return { skipped: message("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: message("lifecycle.numberGone") };
  const values = { number: formatPhoneNumber(number.data.e164) };
  const { is: state } = number.data.state;
  if (state !== "active") return { skipped: message("lifecycle.numberMeanwhile", { ...values, state }) };
  const { micros, effects } = applyDisposition(number, item.disposition, facts, context);
  // A lower cost is no reason to skip it: a month may have been paid meanwhile.
  if (micros > item.micros) return { skipped: message("lifecycle.costsMoreMeanwhile", values) };
  checkCovered(micros, facts.spendableMicros, facts);
  return { effects };
}
