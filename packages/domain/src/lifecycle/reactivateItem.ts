import { type NumberReactivation, reactivateNumber } from "./reactivate.ts";
import type { Lifecycle } from "./rules.ts";
import type { DecisionContext } from "./disposition.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { ItemResult } from "../runs/rules.ts";
import type { Instant } from "../core/time.ts";
import type { NumberData } from "../numbers/schema.ts";

/** The input that all items of a reactivation run share. `since`: when the account was canceled. */
export interface ReactivateRunInput {
  how: NumberReactivation["mode"];
  since: Instant;
}

/** A number that returns or is ordered again. */
export interface ReactivateItem {
  id: string;
  reorder: boolean;
}

interface Facts extends Pick<NumberReactivation, "terms" | "payer"> {
  lifecycle: Doc<Lifecycle>;
  number: Doc<NumberData> | null;
}

/** Reactivates one number as it was shown: a held one returns, a released one is ordered and may be declined. */
export function reactivateItem(
  { lifecycle, number, terms, payer }: Facts,
  { id, reorder }: ReactivateItem,
  { how: mode, since }: ReactivateRunInput,
  context: DecisionContext,
): ItemResult {
  if (lifecycle.data.canceled !== null) return { skipped: message("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: message("lifecycle.numberGone") };
  const { is: state } = number.data.state;
  const input = { mode, terms, payer, availability: reorder ? { [id]: "free" as const } : {} };
  const result = reactivateNumber(number, { since }, input, context);
  if (result === null || result.effects.length === 0 || (state === "released") !== reorder)
    return { skipped: message("lifecycle.numberMeanwhile", { number: formatPhoneNumber(number.data.e164), state }) };
  return { effects: result.effects };
}
