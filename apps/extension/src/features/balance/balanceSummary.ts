import type { Outputs } from "../../data/api.ts";
import { balance as texts } from "../../texts/en/balance.ts";

/** How the account stands unless that is `said` above, who decides it, and for how long it lasts. */
export function balanceSummary(answer: Outputs["balance"]["current"], said: boolean): string {
  const { paidBy, state, label, forecast, ending } = answer;
  const takes = paidBy !== null && label !== "canceled" ? texts.takenFromAgency : null;
  return [said ? null : state, takes, forecast, ending].filter(Boolean).join(" ");
}
