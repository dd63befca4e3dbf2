import { type Signal, signal } from "@preact/signals";
import { createResource, type Kind, type Resource } from "../../data/resource.ts";

/** A log entry: it never moves, and later entries have higher numbers. */
export interface LogRow {
  n: number;
}

/** A part of a log, newest first. */
export interface LogPage<Row> {
  rows: readonly Row[];
  /** Where older entries begin; null at the end. */
  next: number | null;
  /** A filter that matches rarely ends a page early: entries back to this number were searched. */
  searchedTo: number | null;
}

export type LoadLogPage<Row> = (before: number | undefined) => Promise<LogPage<Row>>;

export interface NewEntries {
  count: number;
  /** The count is a minimum. */
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
  first: LogPage<Row> | null = null,
): Log<Row> {
  const data = signal<LogPage<Row> | null>(first);
  const newEntries = signal<NewEntries>(NO_NEW_ENTRIES);
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
      newEntries.value = { count: fresh, more: fresh > 0 && fresh === page.rows.length && page.next !== null };
    }
    return page;
  });

  return {
    failure: head.failure,
    offline: head.offline,
    refetch: head.refetch,
    stop: head.stop,
    data,
    newEntries,
    loadingMore,
    moreFailed,
    showNewEntries() {
      data.value = head.data.peek();
      newEntries.value = NO_NEW_ENTRIES;
    },
    async loadMore() {
      const shown = data.peek();
      if (!shown || shown.next === null || loadingMore.peek()) return;
      loadingMore.value = true;
      moreFailed.value = false;
      try {
        const page = await load(shown.next);
        // Showing the new entries has reset the list meanwhile.
        if (data.peek() === shown) data.value = { ...page, rows: [...shown.rows, ...page.rows] };
      } catch {
        moreFailed.value = true;
      }
      loadingMore.value = false;
    },
  };
}
