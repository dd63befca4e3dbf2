import { api } from "../../data/api.ts";
import { type Resource, useResource } from "../../data/liveResource.ts";
import { ALERT_SOURCES, ALERTS_REFETCH_MS, type AlertsView, type AlertView } from "../../shared/openAlerts.ts";
import { href, type PageName, queryString } from "../../shared/route.ts";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";

/** What needs the reader in this account, live. */
export function useAlerts(): Resource<AlertsView> {
  const alerts = useResource(ALERT_SOURCES, () => api().alerts.list.query(), [], ALERTS_REFETCH_MS);
  useTimedRefetch(alerts, alerts.data.value?.changesAt ?? null);
  return alerts;
}

/** The page on which something can be done about it. */
export const cureHref = ({ cure: { page, id, query } }: AlertView): string =>
  href(page as PageName, ...(id === undefined ? [] : id.split("/"))) + queryString(query ?? {});
