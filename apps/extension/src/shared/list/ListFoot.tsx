import { Button } from "@callboard/ui/Button";
import { useEffect, useRef } from "preact/hooks";
import { countText } from "../countText.ts";
import { useViewer } from "../viewer.ts";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import type { List, ListPage } from "./createList.ts";

/** The next rows are fetched when the end of the list is this close below the window. */
const PREFETCH_MARGIN = "600px";

interface ListFootProps {
  list: Pick<List<unknown>, "moreFailed" | "loadingMore" | "loadMore">;
  page: ListPage<unknown>;
}

/** How many rows are shown; more are loaded when the reader scrolls near the end, or by the button. */
export function ListFoot({ list, page }: ListFootProps) {
  const { language } = useViewer();
  const end = useRef<HTMLDivElement>(null);
  const failed = list.moreFailed.value;
  useEffect(() => {
    // After a failure only the button tries again.
    if (failed || !end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void list.loadMore(), {
      rootMargin: PREFETCH_MARGIN,
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [page, failed]);
  return (
    <>
      {/* The number of matching rows: present from the start, so that a change is announced. */}
      <p class="cb-visually-hidden" role="status">
        {shownText(page, language)}
      </p>
      {page.next !== null && (
        <div class="list-foot" ref={end}>
          <p class="cb-muted">{failed ? texts.moreFailed : shownText(page, language)}</p>
          <Button busy={list.loadingMore.value} onClick={() => void list.loadMore()}>
            {texts.more}
          </Button>
        </div>
      )}
    </>
  );
}

function shownText({ rows, total }: ListPage<unknown>, language: string): string {
  const shown = countText(rows.length, language);
  return total === null
    ? format(texts.shownSome, { shown })
    : format(texts.shownOf, { shown, total: countText(total, language) });
}
