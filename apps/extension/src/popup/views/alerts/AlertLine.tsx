import { Icon } from "@callboard/ui/Icon";
import { useEffect, useMemo } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { createResource } from "../../../data/liveResource.ts";
import { openConsole } from "../../../openConsole.ts";
import { popupAlerts as texts } from "../../../texts/en/popup/alerts.ts";
import { format } from "../../../texts/format.ts";
import type { PopupStore } from "../../state/store.ts";
import "./AlertLine.css";

/** What needs the person most, and how much more does. Opens the console's list. */
export function AlertLine({ store: { account } }: { store: PopupStore }) {
  const alerts = useMemo(
    () =>
      createResource(["balance", "card", "recharge", "lifecycle", "agent", "queue", "alertChoices"], () =>
        api().alerts.list.query(),
      ),
    [account],
  );
  useEffect(() => alerts.stop, [alerts]);
  const open = (alerts.data.value?.alerts ?? []).filter(
    ({ places, snoozedUntil }) => snoozedUntil === null && places.includes("console"),
  );
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
