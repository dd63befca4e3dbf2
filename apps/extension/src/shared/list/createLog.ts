import { type Signal, signal } from "@preact/signals";
import { createResource, type Kind, type Resource } from "../../data/liveResource.ts";

/** A log entry: it never moves, and later entries have higher numbers. */
export interface LogRow {
  /** Its number in the log. */
  n: number;
}

/** A part of a log, newest first. */
export interface LogPage<Row> {
  rows: readonly Row[];
  /** Where older entries begin; null at the end. */
  next: number | null;
  /** Set if the server stopped searching before the page was full, because few entries match: the time it got to. */
  searchedTo: number | null;
}

/** Fetches entries older than this number, or the newest. */
export type LoadLogPage<Row> = (beforePosition: number | undefined) => Promise<LogPage<Row>>;

export interface NewEntries {
  count: number;
  /** There are more than `count`. */
  more: boolean;
}

export interface Log<Row> extends Pick<Resource<LogPage<Row>>, "failure" | "offline" | "refetch" | "stop"> {
  data: Signal<LogPage<Row> | null>;
  /** New entries; they wait above the list until the reader shows them. */
  newEntries: Signal<NewEntries>;
  showNewEntries: () => void;
  loadingMore: Signal<boolean>;
  moreFailed: Signal<boolean>;
  loadMore: () => Promise<void>;
}

const NO_NEW_ENTRIES: NewEntries = { count: 0, more: false };

/** The rows on the screen stay in place: older ones never move, and newer ones wait until the reader shows them. */
export function createLog<Row extends LogRow>(
  kinds: readonly Kind[],
  load: LoadLogPage<Row>,
  initial: LogPage<Row> | null = null,
): Log<Row> {
  const data = signal<LogPage<Row> | null>(initial);
  const newEntries = signal<NewEntries>(NO_NEW_ENTRIES);
  const loadingMore = signal(false);
  const moreFailed = signal(false);

  const newestPage = createResource<LogPage<Row>>(kinds, async () => {
    const page = await load(undefined);
    const shown = data.peek();
    const newestShown = shown?.rows[0]?.n;
    if (shown === null) data.value = page;
    else if (newestShown === undefined) data.value = { ...shown, rows: page.rows };
    else {
      const count = page.rows.filter(({ n }) => n > newestShown).length;
      newEntries.value = { count, more: count > 0 && count === page.rows.length && page.next !== null };
    }
    return page;
  });

  return {
    failure: newestPage.failure,
    offline: newestPage.offline,
    refetch: newestPage.refetch,
    stop: newestPage.stop,
    data,
    newEntries,
    loadingMore,
    moreFailed,
    showNewEntries() {
      data.value = newestPage.data.peek();
      newEntries.value = NO_NEW_ENTRIES;
    },
    async loadMore() {
      const shown = data.peek();
      if (!shown || shown.next === null || loadingMore.peek()) return;
      loadingMore.value = true;
      moreFailed.value = false;
      try {
        const page = await load(shown.next);
        // Otherwise the new entries have been shown meanwhile, and the list starts again with them.
        if (data.peek() === shown) data.value = { ...page, rows: [...shown.rows, ...page.rows] };
      } catch {
        moreFailed.value = true;
      }
      loadingMore.value = false;
    },
  };
}
