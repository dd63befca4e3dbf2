import type { Answers } from "../../api.ts";
import { balance as texts } from "../../texts/en/balance.ts";

/** Whether calls are connected, and who decides that. */
export function balanceSentence({ paidBy, inactive }: Answers["balance"]["current"]): string {
  if (paidBy !== null) return inactive ? texts.paidByInactive : texts.paidByActive;
  return inactive ? texts.inactive : texts.active;
}
