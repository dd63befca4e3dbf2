import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Kind } from "../../data/resource.ts";
import { route } from "../route.ts";
import { createList, type List, type ListPage, type LoadPage } from "./createList.ts";
import { recallList, type ListMemory } from "./listMemory.ts";
import { useListMemory } from "./useListMemory.ts";

export interface ListOptions<Page> {
  /** The page that the list belongs to: coming back from one of its rows restores the list. */
  room: string;
  /** The kinds of record whose changes refetch the rows. */
  kinds: readonly Kind[];
  /** Everything that the rows depend on: filters, words, order. Another key means another list. */
  key: string;
  load: LoadPage<Page>;
}

export interface ListModel<Row, Page extends ListPage<Row> = ListPage<Row>> extends List<Row, Page> {
  /** The rows on the screen: while another key is loading, still those of the previous one. */
  shown: Page | null;
  /** The rows on the screen belong to the previous key. */
  waiting: boolean;
  /** Call it with a row before its page opens. */
  opened: (row: string) => void;
}

/**
 * A list that loads more on scrolling, follows the feed, and restores its state when the reader comes back.
 * `useList({ kinds: ["number"], key: JSON.stringify(filter), load: (after, limit) => …, … })`
 */
export function useList<Row extends { id: string }, Page extends ListPage<Row> = ListPage<Row>>({
  room,
  kinds,
  key,
  load,
}: ListOptions<Page>): ListModel<Row, Page> {
  const [back] = useState(() => recallList<Row>(room, key));
  const before = back?.key === key ? (back.page as Page | null) : null;
  const list = useMemo(() => createList<Row, Page>(kinds, load, before), [key]);
  useEffect(() => list.stop, [list]);
  const now = useRef<ListMemory<Row>>({ query: {}, key, page: null, scroll: 0, row: back?.row ?? null });
  const last = useRef<Page | null>(null);
  const data = list.data.value;
  const lost = list.refusal.value !== null || list.offline.value;
  if (data) last.current = data;
  const here = route.value;
  // The route changes a moment before this component is removed.
  if (here.room === room && here.rest.length === 0)
    now.current = { ...now.current, query: here.query, key, page: data };
  useListMemory(room, back, now);
  return {
    ...list,
    // If this key's request failed, rows of another key must not be shown.
    shown: data ?? (lost ? null : last.current),
    waiting: data === null,
    opened: (row) => (now.current = { ...now.current, row }),
  };
}
