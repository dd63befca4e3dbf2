import { type Signal, signal } from "@preact/signals";
import { createResource, type Kind, type Resource } from "../../data/resource.ts";

/** Something that was written down: it never moves, and what comes later has a higher number. */
export interface LogRow {
  n: number;
}

/** A stretch of a log, the newest first. */
export interface LogPage<Row> {
  rows: readonly Row[];
  /** Where older ones begin; null at the end. */
  next: number | null;
  /** A rare filter ends a page early: it has looked back to here. */
  lookedTo: number | null;
}

export type LoadLogPage<Row> = (before: number | undefined) => Promise<LogPage<Row>>;

export interface NewEntries {
  count: number;
  /** At least so many. */
  more: boolean;
}

export interface Log<Row> extends Pick<Resource<LogPage<Row>>, "refusal" | "offline" | "refetch" | "stop"> {
  data: Signal<LogPage<Row> | null>;
  /** What came since; it waits above the list until it is asked for. */
  news: Signal<NewEntries>;
  showNews: () => void;
  loadingMore: Signal<boolean>;
  moreFailed: Signal<boolean>;
  loadMore: () => Promise<void>;
}

const NO_NEW_ENTRIES: NewEntries = { count: 0, more: false };

/** What is being read stays where it is: older rows never move, and newer ones wait until they are asked for. */
export function createLog<Row extends LogRow>(
  kinds: readonly Kind[],
  load: LoadLogPage<Row>,
  first: LogPage<Row> | null = null,
): Log<Row> {
  const data = signal<LogPage<Row> | null>(first);
  const news = signal<NewEntries>(NO_NEW_ENTRIES);
  const loadingMore = signal(false);
  const moreFailed = signal(false);

  const head = createResource<LogPage<Row>>(kinds, async () => {
    const page = await load(undefined);
    const shown = data.peek();
    const top = shown?.rows[0]?.n;
    if (shown === null) data.value = page;
    else if (top === undefined) data.value = { ...shown, rows: page.rows };
    else {
      const fresh = page.rows.filter(({ n }) => n > top).length;
      news.value = { count: fresh, more: fresh > 0 && fresh === page.rows.length && page.next !== null };
    }
    return page;
  });

  return {
    refusal: head.refusal,
    offline: head.offline,
    refetch: head.refetch,
    stop: head.stop,
    data,
    news,
    loadingMore,
    moreFailed,
    showNews() {
      data.value = head.data.peek();
      news.value = NO_NEW_ENTRIES;
    },
    async loadMore() {
      const shown = data.peek();
      if (!shown || shown.next === null || loadingMore.peek()) return;
      loadingMore.value = true;
      moreFailed.value = false;
      try {
        const page = await load(shown.next);
        // News that was asked for meanwhile has begun the list anew.
        if (data.peek() === shown) data.value = { ...page, rows: [...shown.rows, ...page.rows] };
      } catch {
        moreFailed.value = true;
      }
      loadingMore.value = false;
    },
  };
}
