import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { useState } from "preact/hooks";
import { BulkBar } from "../../list/BulkBar.tsx";
import type { Picking } from "../../list/useSelection.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { BulkDialog, type BulkDeed } from "./BulkDialog.tsx";
import type { filtersOf } from "./numberAsk.ts";

/** The most that can be named one by one. */
const MOST = 1000;

interface NumberBulkProps {
  picking: Picking;
  total: number;
  filters: ReturnType<typeof filtersOf>;
}

/** What can be done to many numbers at once. Releasing is not among it: that is done to one, by its digits. */
export function NumberBulk({ picking, total, filters }: NumberBulkProps) {
  const [deed, setDeed] = useState<BulkDeed | null>(null);
  const { selection } = picking;
  const entry = (id: BulkDeed, icon: "pause" | "play") => ({
    id,
    icon,
    label: texts[id === "source" || id === "route" ? "more" : id],
    onSelect: () => setDeed(id),
  });
  return (
    <>
      <BulkBar picking={picking} total={total} most={MOST}>
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
        <BulkDialog
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
