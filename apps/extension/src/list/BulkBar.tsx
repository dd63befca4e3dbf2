import { IconButton } from "@callboard/ui/IconButton";
import type { ComponentChildren } from "preact";
import { counted } from "../shell/counts.ts";
import { useViewer } from "../shell/viewer.ts";
import { list as texts } from "../texts/en/list.ts";
import { say } from "../texts/say.ts";
import type { Picking } from "./useSelection.ts";
import "./BulkBar.css";

interface BulkBarProps {
  picking: Picking;
  /** How many the filters leave, loaded or not. */
  total: number;
  /** The most that can be picked one by one. */
  most: number;
  /** The buttons. */
  children: ComponentChildren;
}

/** Rises at the foot once rows are picked, over the page and never in its way: nothing above it moves. */
export function BulkBar({ picking, total, most, children }: BulkBarProps) {
  const { locale } = useViewer();
  if (picking.count === 0) return null;
  const tooMany = !picking.selection.all && picking.count > most;
  const offersAll = !picking.selection.all && picking.shown === "all" && total > picking.count;
  return (
    <div class="bulk" role="region" aria-label={texts.bar}>
      <div class="bulk-bar">
        <strong role="status">{say(texts.picked, { count: counted(picking.count, locale) })}</strong>
        {offersAll && (
          <button type="button" class="bulk-all" onClick={picking.pickAll}>
            {say(texts.pickAll, { total: counted(total, locale) })}
          </button>
        )}
        {tooMany ? (
          <span class="cb-quiet">{say(texts.tooMany, { most: counted(most, locale) })}</span>
        ) : (
          <span class="bulk-deeds">{children}</span>
        )}
        <IconButton icon="x" label={texts.pickNone} onClick={picking.clear} />
      </div>
    </div>
  );
}
