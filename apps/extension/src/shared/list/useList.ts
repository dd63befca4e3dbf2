import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Kind } from "../../data/liveResource.ts";
import { route } from "../route.ts";
import { createList, type List, type ListPage, type LoadPage } from "./createList.ts";
import { recallList, type ListMemory } from "./listMemory.ts";
import { useListMemory } from "./useListMemory.ts";

export interface ListOptions<Page> {
  /** The page that the list belongs to: coming back from one of its rows restores the list. */
  page: string;
  /** The kinds of record whose changes refetch the rows. */
  kinds: readonly Kind[];
  /** Everything that the rows depend on: filters, search, order. Another key means another list. */
  key: string;
  load: LoadPage<Page>;
}

export interface ListModel<Row, Page extends ListPage<Row> = ListPage<Row>> extends List<Row, Page> {
  /** The rows on the screen: while another key is loading, still those of the previous one. */
  visible: Page | null;
  /** The rows on the screen belong to the previous key. */
  isOutdated: boolean;
  /** Call it with a row before its page opens. */
  rememberOpened: (row: string) => void;
}

/**
 * A list that loads more on scrolling, follows the feed, and restores its state when the reader comes back.
 * `useList({ kinds: ["number"], key: JSON.stringify(filter), load: (after, limit) => …, … })`
 */
export function useList<Row extends { id: string }, Page extends ListPage<Row> = ListPage<Row>>({
  page,
  kinds,
  key,
  load,
}: ListOptions<Page>): ListModel<Row, Page> {
  const [restored] = useState(() => recallList<Row>(page, key));
  const initial = restored?.key === key ? (restored.page as Page | null) : null;
  const list = useMemo(() => createList<Row, Page>(kinds, load, initial), [key]);
  useEffect(() => list.stop, [list]);
  const memory = useRef<ListMemory<Row>>({ query: {}, key, page: null, scroll: 0, row: restored?.row ?? null });
  const lastPage = useRef<Page | null>(null);
  const data = list.data.value;
  const hasFailed = list.failure.value !== null || list.offline.value;
  if (data) lastPage.current = data;
  const current = route.value;
  // The route may already be another page's: it changes a moment before this component is removed.
  if (current.page === page && current.rest.length === 0)
    memory.current = { ...memory.current, query: current.query, key, page: data };
  useListMemory(page, restored, memory);
  return {
    ...list,
    // If this key's request failed, rows of another key must not be shown.
    visible: data ?? (hasFailed ? null : lastPage.current),
    isOutdated: data === null,
    rememberOpened: (row) => (memory.current = { ...memory.current, row }),
  };
}
