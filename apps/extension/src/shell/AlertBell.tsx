import { Badge } from "@callboard/ui/Badge";
import { Icon } from "@callboard/ui/Icon";
import { useAlerts } from "../features/alerts/useAlerts.ts";
import { openAlerts } from "../shared/openAlerts.ts";
import { href, route } from "../shared/route.ts";
import { alerts as texts } from "../texts/en/alerts.ts";
import { format } from "../texts/format.ts";
import "./AlertBell.css";

/** How many alerts need the reader; red if one of them affects callers or money already. Leads to the list. */
export function AlertBell() {
  const answer = useAlerts().data.value;
  const open = answer ? openAlerts(answer) : [];
  const label = open.length === 0 ? texts.bell : format(texts.bellCount, { count: open.length });
  return (
    <a
      class="alert-bell"
      href={href("alerts")}
      title={label}
      aria-label={label}
      aria-current={route.value.page === "alerts" ? "page" : undefined}
    >
      <Icon name="bell" />
      {open.length > 0 && <Badge tone={open.some(({ tone }) => tone === "bad") ? "bad" : "warn"}>{open.length}</Badge>}
    </a>
  );
}
