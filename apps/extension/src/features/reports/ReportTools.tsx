import { PRESETS } from "@callboard/domain/reports/periods";
import { Kbd } from "@callboard/ui/Kbd";
import { Segmented } from "@callboard/ui/Segmented";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { formatDayRange } from "@callboard/domain/core/time";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { PeriodDialog } from "../../shared/list/PeriodChip.tsx";
import { accountLocale, useViewer } from "../../shared/viewer.ts";
import { reports as texts } from "../../texts/en/reports.ts";
import { format } from "../../texts/format.ts";
import { chooseDays, choosePreset, chooseView, type ReportQuery } from "./reportQuery.ts";

const TOGGLE_KEY = "t";
const TYPING_TARGETS = "input, textarea, select, [contenteditable], dialog[open], [role=menu]";

interface ReportToolsProps {
  query: ReportQuery;
  /** More to choose, next to the period. */
  children?: ComponentChildren;
}

/** The period and the view, which stay in the address. */
export function ReportTools({ query: { period, preset, view }, children }: ReportToolsProps) {
  const viewer = useViewer();
  const [isAsking, setIsAsking] = useState(false);
  useToggleKey(() => chooseView(view === "plot" ? "table" : "plot"));
  const chosen = preset === null ? formatDayRange(period, viewer.language, "short") : texts.presets[preset];
  return (
    <div class="report-tools">
      <span class="report-choices">
        <Menu
          label={format(texts.periodOf, { period: chosen })}
          entries={[
            ...PRESETS.map((id) => ({
              id,
              label: texts.presets[id],
              checked: preset === id,
              onSelect: () => choosePreset(id),
            })),
            { separator: true as const },
            { id: "days", label: texts.otherDays, checked: preset === null, onSelect: () => setIsAsking(true) },
          ]}
        >
          {chosen}
          <Icon name="chevron-down" size={14} />
        </Menu>
        {children}
      </span>
      <span class="report-view">
        <Segmented
          label={texts.view}
          value={view}
          options={[
            { value: "plot", label: texts.plot },
            { value: "table", label: texts.table },
          ]}
          onChange={chooseView}
        />
        <span class="cb-muted cb-small">
          <Kbd keys={[TOGGLE_KEY.toUpperCase()]} /> {texts.toggleHint}
        </span>
      </span>
      {isAsking && (
        <PeriodDialog
          isBothRequired
          from={period.first}
          to={period.last}
          locale={accountLocale(viewer)}
          onPick={chooseDays}
          onClose={() => setIsAsking(false)}
        />
      )}
    </div>
  );
}

function useToggleKey(toggle: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== TOGGLE_KEY || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(TYPING_TARGETS) || document.querySelector("dialog[open], [role=menu]")) return;
      event.preventDefault();
      toggle();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [toggle]);
}
