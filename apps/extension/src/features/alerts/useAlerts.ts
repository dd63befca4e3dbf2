import { api, type Outputs } from "../../data/api.ts";
import { type Kind, type Resource, useResource } from "../../data/liveResource.ts";
import { href, type PageName, queryString } from "../../shared/route.ts";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";

export type AlertsView = Outputs["alerts"]["list"];
export type AlertView = AlertsView["alerts"][number];

/** The records from which alerts follow. */
const KINDS: readonly Kind[] = [
  ...(["agent", "phone", "member", "status", "queue", "account", "lifecycle", "terms"] as const),
  ...(["balance", "card", "wallet", "recharge", "rechargeSettings", "run", "pin", "alertChoices"] as const),
];

/** What needs the reader in this account, live. */
export function useAlerts(): Resource<AlertsView> {
  const alerts = useResource(KINDS, () => api().alerts.list.query());
  useTimedRefetch(alerts, alerts.data.value?.changesAt ?? null);
  return alerts;
}

/** The alerts that the bell counts: not snoozed, and not switched off. */
export const openAlerts = ({ alerts }: AlertsView): AlertView[] =>
  alerts.filter(({ places, snoozedUntil }) => snoozedUntil === null && places.includes("console"));

/** The page on which something can be done about it. */
export const cureHref = ({ cure: { page, id, query } }: AlertView): string =>
  href(page as PageName, ...(id === undefined ? [] : id.split("/"))) + queryString(query ?? {});
