import type { Outputs } from "../../data/api.ts";
import { balance as texts } from "../../texts/en/balance.ts";

/** The account's state (unless it is shown above already), who decides it, and how long it lasts. */
export function balanceSummary(answer: Outputs["balance"]["current"], said: boolean): string {
  const { paidBy, state, label, forecast, ending } = answer;
  const takes = paidBy !== null && label !== "canceled" ? texts.takenFromAgency : null;
  return [said ? null : state, takes, forecast, ending].filter(Boolean).join(" ");
}
