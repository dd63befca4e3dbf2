import { Card } from "@callboard/ui/Card";
import { href } from "../../shared/route.ts";
import { alerts as texts } from "../../texts/en/alerts.ts";
import { AlertRow } from "./AlertRow.tsx";
import { openAlerts } from "../../shared/openAlerts.ts";
import { useAlerts } from "./useAlerts.ts";
import "./Alerts.css";

const ALERTS_MAX = 3;

/** The most urgent alerts on the overview; nothing while there is none. */
export function AlertsCard() {
  const alerts = useAlerts();
  const open = alerts.data.value ? openAlerts(alerts.data.value) : [];
  if (open.length === 0) return null;
  return (
    <Card title={texts.title} flush actions={<a href={href("alerts")}>{texts.all}</a>}>
      <ul class="alert-list">
        {open.slice(0, ALERTS_MAX).map((alert) => (
          <AlertRow key={alert.key} alert={alert} refetch={alerts.refetch} />
        ))}
      </ul>
    </Card>
  );
}
