import { Tabs } from "@callboard/ui/Tabs";
import type { ComponentChildren } from "preact";
import { href, queryString, route } from "../../shared/route.ts";
import { reports as texts } from "../../texts/en/reports.ts";

/** In place of a person in the address. */
export const CALLS_VIEW = "calls";

const TABS = [
  { id: "time", label: texts.tabs.time },
  { id: "calls", label: texts.tabs.calls },
] as const;

/** The two reports: the period and the view stay when one switches between them. */
export function ReportTabs({ selected, children }: { selected: "time" | "calls"; children: ComponentChildren }) {
  const { first = "", last = "", preset = "", view = "" } = route.value.query;
  const search = queryString({ first, last, preset, view });
  return (
    <Tabs
      label={texts.tabs.label}
      tabs={TABS}
      selected={selected}
      onSelect={(id) => (location.hash = href("reports", ...(id === "calls" ? [CALLS_VIEW] : [])) + search)}
    >
      <div class="report-body">{children}</div>
    </Tabs>
  );
}
