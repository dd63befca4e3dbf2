import { Button } from "@callboard/ui/Button";
import { ListFoot } from "../../list/ListFoot.tsx";
import { counted } from "../../shell/counts.ts";
import { momentText } from "../../shell/times.ts";
import { useViewer } from "../../shell/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";
import { say } from "../../texts/say.ts";
import type { Stretch } from "./createChanges.ts";
import { pageOf, type ShownChanges } from "./useChanges.ts";

/** The rest of the log. Where few of many rows fit, it says how far it has looked and waits to be told to go on. */
export function HistoryFoot({ changes, page, narrowed }: { changes: ShownChanges; page: Stretch; narrowed: boolean }) {
  const viewer = useViewer();
  const { rows, next, lookedTo } = page;
  if (lookedTo !== null) {
    const time = momentText(lookedTo, viewer);
    const shown = counted(rows.length, viewer.locale);
    return (
      <div class="list-foot">
        <p class="cb-quiet" role="status">
          {rows.length === 0 ? say(texts.lookedNone, { time }) : say(texts.lookedSome, { shown, time })}
        </p>
        <Button busy={changes.loadingMore.value} onClick={() => void changes.loadMore()}>
          {texts.goOn}
        </Button>
      </div>
    );
  }
  if (next !== null) return <ListFoot list={changes} page={pageOf(page)} />;
  return rows.length > 0 ? <p class="cb-quiet">{narrowed ? texts.endMatch : texts.end}</p> : null;
}
