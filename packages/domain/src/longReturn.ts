import { type BackBy, numberBack } from "./comingBack.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { Turn } from "./parting.ts";
import { showNumber } from "./phoneNumber.ts";
import { phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import type { Turn as ItemTurn } from "./runs.ts";
import type { Instant } from "./time.ts";
import type { NumberData } from "./tracking.schema.ts";

/** What all numbers of an account that comes back share. `since`: when it had been canceled. */
export interface LongReturn {
  how: BackBy["how"];
  since: Instant;
}

/** A number that returns, or that is ordered again. */
export interface ReturningItem {
  id: string;
  again: boolean;
}

interface Facts extends Pick<BackBy, "terms" | "payer"> {
  lifecycle: Doc<Lifecycle>;
  number: Doc<NumberData> | null;
}

/** One number returns to its account as it was shown: held still, or ordered where the carrier still has it. */
export function returnInTurn(
  { lifecycle, number, terms, payer }: Facts,
  { id, again }: ReturningItem,
  { how, since }: LongReturn,
  turn: Turn,
): ItemTurn {
  if (lifecycle.data.canceled !== null) return { skipped: phrase("lifecycle.stateMeanwhile") };
  if (number === null) return { skipped: phrase("lifecycle.numberGone") };
  const { is: state } = number.data.standing;
  const asked = { how, terms, payer, availability: again ? { [id]: "free" as const } : {} };
  const back = numberBack(number, { since }, asked, turn);
  if (back === null || back.effects.length === 0 || (state === "released") !== again)
    return { skipped: phrase("lifecycle.numberMeanwhile", { number: showNumber(number.data.e164), state }) };
  return { effects: back.effects };
}
