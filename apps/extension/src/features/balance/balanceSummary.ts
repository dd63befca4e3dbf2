import type { Outputs } from "../../data/api.ts";
import { balance as texts } from "../../texts/en/balance.ts";

/** The account's state, unless the page shows it already; whether its agency pays; and how long the balance lasts. */
export function balanceSummary(answer: Outputs["balance"]["current"], isStateShown: boolean): string {
  const { paidBy, state, label, forecast, ending } = answer;
  const agencyText = paidBy !== null && label !== "canceled" ? texts.takenFromAgency : null;
  return [isStateShown ? null : state, agencyText, forecast, ending].filter(Boolean).join(" ");
}
