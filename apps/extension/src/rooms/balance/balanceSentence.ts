import type { Answers } from "../../api.ts";
import { balance as texts } from "../../texts/en/balance.ts";

/** Whether calls are connected, who decides that, and for how long it lasts. */
export function balanceSentence({ paidBy, inactive, forecast, ending }: Answers["balance"]["current"]): string {
  if (paidBy !== null) return inactive ? texts.paidByInactive : texts.paidByActive;
  if (inactive) return texts.inactive;
  return [texts.active, forecast, ending].filter(Boolean).join(" ");
}
