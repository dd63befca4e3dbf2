import { Button } from "@callboard/ui/Button";
import { countText } from "../countText.ts";
import { momentText } from "../timeText.ts";
import { useViewer } from "../viewer.ts";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import type { LogPage } from "./createLog.ts";
import { ListFoot } from "./ListFoot.tsx";
import { listPageOf, type LogModel } from "./useLog.ts";

interface LogFootProps<Row> {
  log: LogModel<Row>;
  page: LogPage<Row>;
  /** Shown at the end of the log. */
  end: string;
}

/** The end of a log. If few rows match, it says how far back it has searched and offers to continue. */
export function LogFoot<Row>({ log, page, end }: LogFootProps<Row>) {
  const viewer = useViewer();
  const { rows, next, searchedTo } = page;
  if (searchedTo !== null) {
    const time = momentText(searchedTo, viewer);
    const shown = countText(rows.length, viewer.language);
    return (
      <div class="list-foot">
        <p class="cb-muted" role="status">
          {rows.length === 0 ? format(texts.searchedNone, { time }) : format(texts.searchedSome, { shown, time })}
        </p>
        <Button busy={log.loadingMore.value} onClick={() => void log.loadMore()}>
          {texts.continue}
        </Button>
      </div>
    );
  }
  if (next !== null) return <ListFoot list={log} page={listPageOf(page)} />;
  return rows.length > 0 ? <p class="cb-muted">{end}</p> : null;
}
