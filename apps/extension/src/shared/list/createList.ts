import { type Signal, signal } from "@preact/signals";
import { createResource, type Kind, type Resource } from "../../data/liveResource.ts";

/** One page of a list as procedures return it: the rows, where the next page begins, and the total if known. */
export interface ListPage<Row> {
  rows: readonly Row[];
  next: string | null;
  total: number | null;
  /** The server's time when it answered. */
  now: number;
}

/** Fetches at most `limit` rows after a page's `next`; null starts at the first row. */
export type LoadPage<Page> = (after: string | null, limit: number) => Promise<Page>;

/** `Page` may have more fields than its rows: the latest page's fields apply to the whole list. */
export interface List<Row, Page extends ListPage<Row> = ListPage<Row>> extends Resource<Page> {
  loadingMore: Signal<boolean>;
  moreFailed: Signal<boolean>;
  loadMore: () => Promise<void>;
}

export const PAGE_SIZE = 50;
/** The most rows that a procedure returns at once. */
const PAGE_SIZE_MAX = 200;
/** A run sends events several times a second; rows that change faster than this can't be read. */
const REFETCH_SPACING_MS = 1000;

/**
 * All rows loaded so far, as one list. A change refetches as many rows as are on the screen, so that nothing the reader
 * saw disappears; a page that is being loaded is waited for.
 */
export function createList<Row extends { id: string }, Page extends ListPage<Row> = ListPage<Row>>(
  kinds: readonly Kind[],
  load: LoadPage<Page>,
  initial: Page | null = null,
): List<Row, Page> {
  const loadingMore = signal(false);
  const moreFailed = signal(false);
  /** How many rows a refetch loads. */
  let targetCount = Math.max(initial?.rows.length ?? 0, PAGE_SIZE);
  let isStopped = false;
  let loadedAt = 0;

  async function loadAll(): Promise<Page> {
    const wait = loadedAt === 0 ? 0 : loadedAt + REFETCH_SPACING_MS - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    let page = await load(null, Math.min(PAGE_SIZE_MAX, targetCount));
    const rows = [...page.rows];
    while (page.next !== null && rows.length < targetCount && !isStopped) {
      page = await load(page.next, Math.min(PAGE_SIZE_MAX, targetCount - rows.length));
      rows.push(...page.rows);
    }
    loadedAt = performance.now();
    return { ...page, rows: keepUnchanged(resource.data.peek()?.rows, rows) };
  }

  const resource = createResource(kinds, loadAll, initial);

  async function loadMore(): Promise<void> {
    const shown = resource.data.peek();
    if (!shown || shown.next === null || loadingMore.peek()) return;
    loadingMore.value = true;
    moreFailed.value = false;
    targetCount = shown.rows.length + PAGE_SIZE;
    try {
      const page = await load(shown.next, PAGE_SIZE);
      // If the rows were refetched meanwhile, they include this page, or the place that it continues from has moved.
      if (!isStopped && resource.data.peek() === shown)
        resource.data.value = { ...page, rows: [...shown.rows, ...page.rows] };
    } catch {
      if (!isStopped) moreFailed.value = true;
    }
    if (!isStopped) loadingMore.value = false;
  }

  return {
    ...resource,
    loadingMore,
    moreFailed,
    loadMore,
    stop: () => {
      isStopped = true;
      resource.stop();
    },
  };
}

/** Replaces unchanged rows by the same objects as before, so that a long table renders only those that have changed. */
function keepUnchanged<Row extends { id: string }>(
  oldRows: readonly Row[] | undefined,
  newRows: readonly Row[],
): readonly Row[] {
  if (!oldRows) return newRows;
  const previousById = new Map(oldRows.map((row) => [row.id, row]));
  return newRows.map((row) => {
    const previous = previousById.get(row.id);
    return previous && JSON.stringify(previous) === JSON.stringify(row) ? previous : row;
  });
}
