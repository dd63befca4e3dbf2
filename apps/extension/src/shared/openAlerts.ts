import type { Outputs } from "../data/api.ts";
import type { Kind } from "../data/liveResource.ts";

export type AlertsView = Outputs["alerts"]["list"];
export type AlertView = AlertsView["alerts"][number];

/** The records from which alerts follow. */
export const ALERT_SOURCES: readonly Kind[] = [
  ...(["agent", "phone", "member", "status", "queue", "account", "lifecycle", "terms"] as const),
  ...(["balance", "card", "wallet", "recharge", "rechargeSettings", "run", "pin", "alertChoices"] as const),
];
/** A team of thousands changes all the time, and every console of a supervisor asks for its alerts. */
export const ALERTS_REFETCH_MS = 2000;

/** The alerts that the bell and the popup count: not snoozed, and not switched off. */
export const openAlerts = ({ alerts }: AlertsView): AlertView[] =>
  alerts.filter(({ places, snoozedUntil }) => snoozedUntil === null && places.includes("console"));
