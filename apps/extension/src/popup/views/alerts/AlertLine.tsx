import { Icon } from "@callboard/ui/Icon";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { openConsole } from "../../../openConsole.ts";
import { ALERT_SOURCES, ALERTS_REFETCH_MS, openAlerts } from "../../../shared/openAlerts.ts";
import { useTimedRefetch } from "../../../shared/useTimedRefetch.ts";
import { popupAlerts as texts } from "../../../texts/en/popup/alerts.ts";
import { format } from "../../../texts/format.ts";
import type { PopupStore } from "../../state/store.ts";
import "./AlertLine.css";

/** What needs the person most, and how much more does. Opens the console's list. */
export function AlertLine({ store: { account } }: { store: PopupStore }) {
  const alerts = useResource(ALERT_SOURCES, () => api().alerts.list.query(), [account], ALERTS_REFETCH_MS);
  useTimedRefetch(alerts, alerts.data.value?.changesAt ?? null);
  const open = alerts.data.value ? openAlerts(alerts.data.value) : [];
  const [first] = open;
  if (first === undefined) return null;
  return (
    <button
      type="button"
      class="alert-line"
      data-tone={first.tone}
      title={first.sentence}
      onClick={() => void openConsole(account, "alerts").then(close)}
    >
      <Icon name="alert" size={14} />
      <span class="alert-line-text">{first.sentence}</span>
      {open.length > 1 && <span class="alert-line-more">{format(texts.more, { more: open.length - 1 })}</span>}
    </button>
  );
}
