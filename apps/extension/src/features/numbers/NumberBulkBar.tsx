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
  picking: ListSelection;
  total: number;
  filters: ReturnType<typeof filtersOf>;
}

/** Actions on many numbers at once. Releasing isn't one of them: it takes one number, typed digit by digit. */
export function NumberBulkBar({ picking, total, filters }: NumberBulkBarProps) {
  const [deed, setDeed] = useState<BulkAction | null>(null);
  const { selection } = picking;
  const entry = (id: BulkAction, icon: "pause" | "play") => ({
    id,
    icon,
    label: texts[id === "source" || id === "route" ? "more" : id],
    onSelect: () => setDeed(id),
  });
  return (
    <>
      <BulkBar picking={picking} total={total} most={SELECTION_MAX}>
        <Button onClick={() => setDeed("source")}>{texts.setSource}</Button>
        <Button onClick={() => setDeed("route")}>{texts.setRoute}</Button>
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
      {deed && picking.count > 0 && (
        <BulkEditDialog
          deed={deed}
          count={picking.count}
          pick={selection.all ? { all: filters } : { ids: [...selection.ids] }}
          onClose={() => setDeed(null)}
          onStarted={picking.clear}
        />
      )}
    </>
  );
}
