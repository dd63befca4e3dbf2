import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { alerts as texts } from "../../texts/en/alerts.ts";
import { format } from "../../texts/format.ts";
import { AlertPlacesCard } from "./AlertPlacesCard.tsx";
import { AlertRow } from "./AlertRow.tsx";
import { type AlertsView, openAlerts } from "../../shared/openAlerts.ts";
import { useAlerts } from "./useAlerts.ts";
import "./Alerts.css";

/** Everything in this account that needs the reader, with where each can be cured; what they snoozed; and their choices. */
export function Alerts() {
  const alerts = useAlerts();
  const { refetch } = alerts;
  return (
    <Page title={texts.title} summary={alerts.data.value && summaryOf(alerts.data.value)}>
      <Loaded resource={alerts} label={texts.loading} lines={3}>
        {(answer) => {
          const open = openAlerts(answer);
          const rest = answer.alerts.filter((alert) => !open.includes(alert) && alert.snoozedUntil !== null);
          return (
            <div class="alerts">
              {open.length === 0 ? (
                <EmptyState icon="check" sentence={texts.empty} />
              ) : (
                <Card flush>
                  <ul class="alert-list">
                    {open.map((alert) => (
                      <AlertRow key={alert.key} alert={alert} refetch={refetch} />
                    ))}
                  </ul>
                </Card>
              )}
              {rest.length > 0 && (
                <Card title={texts.snoozed} flush>
                  <ul class="alert-list">
                    {rest.map((alert) => (
                      <AlertRow key={alert.key} alert={alert} refetch={refetch} />
                    ))}
                  </ul>
                </Card>
              )}
              {answer.kinds.length > 0 && <AlertPlacesCard kinds={answer.kinds} refetch={refetch} />}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function summaryOf(answer: AlertsView): string {
  const { length: count } = openAlerts(answer);
  if (count === 0) return texts.summaryNone;
  return count === 1 ? texts.summaryOne : format(texts.summaryMany, { count });
}
