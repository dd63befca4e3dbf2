import { type NumberReactivation, reactivateNumber } from "./reactivate.ts";
import type { Lifecycle } from "./rules.ts";
import type { DecisionContext } from "./disposition.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { ItemResult as ItemTurn } from "../runs/rules.ts";
import type { Instant } from "../core/time.ts";
import type { NumberData } from "../numbers/schema.ts";

/** The shared input of a reactivation run. `since`: when the account was canceled. */
export interface ReactivateRunInput {
  how: NumberReactivation["how"];
  since: Instant;
}

/** A number that returns or is ordered again. */
export interface ReactivateItem {
  id: string;
  again: boolean;
}

interface Facts extends Pick<NumberReactivation, "terms" | "payer"> {
  lifecycle: Doc<Lifecycle>;
  number: Doc<NumberData> | null;
}

/** Reactivates one number as it was shown: it is still held, or ordered if the carrier still has it. */
export function reactivateItem(
  { lifecycle, number, terms, payer }: Facts,
  { id, again }: ReactivateItem,
  { how, since }: ReactivateRunInput,
  turn: DecisionContext,
): ItemTurn {
  if (lifecycle.data.canceled !== null) return { skipped: message("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: message("lifecycle.numberGone") };
  const { is: state } = number.data.standing;
  const asked = { how, terms, payer, availability: again ? { [id]: "free" as const } : {} };
  const back = reactivateNumber(number, { since }, asked, turn);
  if (back === null || back.effects.length === 0 || (state === "released") !== again)
    return { skipped: message("lifecycle.numberMeanwhile", { number: formatPhoneNumber(number.data.e164), state }) };
  return { effects: back.effects };
}
