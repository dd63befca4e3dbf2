import { IconButton } from "@callboard/ui/IconButton";
import type { ComponentChildren } from "preact";
import { countText } from "../countText.ts";
import { useViewer } from "../viewer.ts";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import type { ListSelection } from "./useSelection.ts";
import "./BulkBar.css";

interface BulkBarProps {
  picking: ListSelection;
  /** How many rows match the filters, loaded or not. */
  total: number;
  /** The most rows that can be selected one by one. */
  most: number;
  children: ComponentChildren;
}

/** Appears at the bottom once rows are selected, above the page, so that nothing moves. */
export function BulkBar({ picking, total, most, children }: BulkBarProps) {
  const { locale } = useViewer();
  if (picking.count === 0) return null;
  const tooMany = !picking.selection.all && picking.count > most;
  const offersAll = !picking.selection.all && picking.shown === "all" && total > picking.count;
  return (
    <div class="bulk" role="region" aria-label={texts.bar}>
      <div class="bulk-bar">
        <strong role="status">{format(texts.picked, { count: countText(picking.count, locale) })}</strong>
        {offersAll && (
          <button type="button" class="bulk-all" onClick={picking.pickAll}>
            {format(texts.pickAll, { total: countText(total, locale) })}
          </button>
        )}
        {tooMany ? (
          <span class="cb-quiet">{format(texts.tooMany, { most: countText(most, locale) })}</span>
        ) : (
          <span class="bulk-deeds">{children}</span>
        )}
        <IconButton icon="x" label={texts.pickNone} onClick={picking.clear} />
      </div>
    </div>
  );
}
