import { type Signal, signal } from "@preact/signals";
import { createResource, type Kind, type Resource } from "../../data/resource.ts";

/** One page of a list as procedures answer it: the rows, where the next page begins, and how many there are, if known. */
export interface ListPage<Row> {
  rows: readonly Row[];
  next: string | null;
  total: number | null;
  now: number;
}

export type LoadPage<Page> = (after: string | null, limit: number) => Promise<Page>;

/** `Page` may say more than its rows: what it says last stands for the whole list. */
export interface List<Row, Page extends ListPage<Row> = ListPage<Row>> extends Resource<Page> {
  loadingMore: Signal<boolean>;
  moreFailed: Signal<boolean>;
  loadMore: () => Promise<void>;
}

export const PAGE_SIZE = 50;
/** The most that a procedure gives at once. */
const PAGE_SIZE_MAX = 200;
/** A run tells of itself several times a second; rows that change faster than this cannot be read. */
const REFETCH_SPACING_MS = 1000;

/**
 * All rows that somebody has asked for, in one piece. News fetches as many rows anew as stand on the screen, so that
 * nothing that was read moves away; a page that was asked for meanwhile is waited for.
 */
export function createList<Row extends { id: string }, Page extends ListPage<Row> = ListPage<Row>>(
  kinds: readonly Kind[],
  load: LoadPage<Page>,
  first: Page | null = null,
): List<Row, Page> {
  const loadingMore = signal(false);
  const moreFailed = signal(false);
  let wanted = Math.max(first?.rows.length ?? 0, PAGE_SIZE);
  let stopped = false;
  let walked = 0;

  async function walk(): Promise<Page> {
    const wait = walked === 0 ? 0 : walked + REFETCH_SPACING_MS - performance.now();
    if (wait > 0) await new Promise((later) => setTimeout(later, wait));
    const most = () => Math.min(PAGE_SIZE_MAX, wanted);
    let page = await load(null, most());
    const rows = [...page.rows];
    while (page.next !== null && rows.length < wanted && !stopped) {
      page = await load(page.next, Math.min(PAGE_SIZE_MAX, wanted - rows.length));
      rows.push(...page.rows);
    }
    walked = performance.now();
    return { ...page, rows: keepUnchanged(resource.data.peek()?.rows, rows) };
  }

  const resource = createResource(kinds, walk, first);

  async function loadMore(): Promise<void> {
    const shown = resource.data.peek();
    if (!shown || shown.next === null || loadingMore.peek()) return;
    loadingMore.value = true;
    moreFailed.value = false;
    wanted = shown.rows.length + PAGE_SIZE;
    try {
      const page = await load(shown.next, PAGE_SIZE);
      // Rows that came anew meanwhile came with this page, or the place that it follows has moved.
      if (!stopped && resource.data.peek() === shown)
        resource.data.value = { ...page, rows: [...shown.rows, ...page.rows] };
    } catch {
      if (!stopped) moreFailed.value = true;
    }
    if (!stopped) loadingMore.value = false;
  }

  return {
    ...resource,
    loadingMore,
    moreFailed,
    loadMore,
    stop: () => {
      stopped = true;
      resource.stop();
    },
  };
}

/** Rows that say what they said before stay the very same ones, so that a long table draws only what has changed. */
function keepUnchanged<Row extends { id: string }>(
  before: readonly Row[] | undefined,
  now: readonly Row[],
): readonly Row[] {
  if (!before) return now;
  const known = new Map(before.map((row) => [row.id, row]));
  return now.map((row) => {
    const old = known.get(row.id);
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
}
