import { IconButton } from "@callboard/ui/IconButton";
import type { ComponentChildren } from "preact";
import { countText } from "../countText.ts";
import { useViewer } from "../viewer.ts";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import type { ListSelection } from "./useSelection.ts";
import "./BulkBar.css";

interface BulkBarProps {
  selection: ListSelection;
  /** How many rows match the filters, loaded or not. */
  total: number;
  /** The most rows that can be selected one by one. */
  max: number;
  children: ComponentChildren;
}

/** Shown once rows are selected. It lies over the bottom of the page, so that nothing moves. */
export function BulkBar({ selection, total, max, children }: BulkBarProps) {
  const { language } = useViewer();
  if (selection.count === 0) return null;
  const tooMany = !selection.selection.all && selection.count > max;
  const offersAll = !selection.selection.all && selection.visibleState === "all" && total > selection.count;
  return (
    <div class="bulk" role="region" aria-label={texts.bar}>
      <div class="bulk-bar">
        <strong role="status">{format(texts.selected, { count: countText(selection.count, language) })}</strong>
        {offersAll && (
          <button type="button" class="bulk-all" onClick={selection.selectAll}>
            {format(texts.selectAll, { total: countText(total, language) })}
          </button>
        )}
        {tooMany ? (
          <span class="cb-muted">{format(texts.tooMany, { max: countText(max, language) })}</span>
        ) : (
          <span class="bulk-actions">{children}</span>
        )}
        <IconButton icon="x" label={texts.clearSelection} onClick={selection.clear} />
      </div>
    </div>
  );
}
