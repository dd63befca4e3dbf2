import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { useState } from "preact/hooks";
import { BulkBar } from "../../shared/list/BulkBar.tsx";
import type { ListSelection } from "../../shared/list/useSelection.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { BulkEditDialog, type BulkAction } from "./BulkEditDialog.tsx";
import type { filtersOf } from "./numberFilter.ts";

/** The most numbers that can be listed one by one. */
const SELECTION_MAX = 1000;

interface NumberBulkBarProps {
  selection: ListSelection;
  total: number;
  filters: ReturnType<typeof filtersOf>;
}

/** Actions on many numbers at once. Releasing isn't one of them: it takes one number, typed digit by digit. */
export function NumberBulkBar({ selection, total, filters }: NumberBulkBarProps) {
  const [action, setAction] = useState<BulkAction | null>(null);
  // Source and routing target have buttons of their own and never get here, but `BulkAction` includes them.
  const entry = (id: BulkAction, icon: "pause" | "play") => ({
    id,
    icon,
    label: texts[id === "source" || id === "route" ? "more" : id],
    onSelect: () => setAction(id),
  });
  return (
    <>
      <BulkBar selection={selection} total={total} max={SELECTION_MAX}>
        <Button onClick={() => setAction("source")}>{texts.setSource}</Button>
        <Button onClick={() => setAction("route")}>{texts.setRoute}</Button>
        <Menu
          label={texts.more}
          align="end"
          entries={[
            entry("stop", "pause"),
            entry("resume", "play"),
            { separator: true },
            entry("pause", "pause"),
            entry("unpause", "play"),
          ]}
        >
          {texts.more}
          <Icon name="chevron-down" />
        </Menu>
      </BulkBar>
      {action && selection.count > 0 && (
        <BulkEditDialog
          bulkAction={action}
          count={selection.count}
          pick={selection.selection.all ? { all: filters } : { ids: [...selection.selection.ids] }}
          onClose={() => setAction(null)}
          onStarted={selection.clear}
        />
      )}
    </>
  );
}
