import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Kind } from "../../data/resource.ts";
import { route } from "../route.ts";
import { createList, type List, type ListPage, type LoadPage } from "./createList.ts";
import { recallList, type ListMemory } from "./listMemory.ts";
import { useListMemory } from "./useListMemory.ts";

export interface ListOptions<Page> {
  /** The room whose list it is: what comes back from its pages finds the list as it was left. */
  room: string;
  /** What the feed may name for the rows to be fetched anew. */
  kinds: readonly Kind[];
  /** Everything that the rows depend on: filters, words, order. Another key is another list. */
  key: string;
  load: LoadPage<Page>;
}

export interface ListModel<Row, Page extends ListPage<Row> = ListPage<Row>> extends List<Row, Page> {
  /** What stands on the screen: while another question is under way, still the rows of the one before. */
  shown: Page | null;
  /** The rows on the screen answer the question before. */
  waiting: boolean;
  /** Told of a row before its page opens. */
  opened: (row: string) => void;
}

/**
 * A list that loads more as one goes on, follows the feed, and is found again as it was left.
 * `useList({ room: "numbers", kinds: ["number"], key: JSON.stringify(ask), load: (after, limit) => … })`
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
  // The next page's place is known a moment before this one is gone.
  if (here.room === room && here.rest.length === 0)
    now.current = { ...now.current, query: here.query, key, page: data };
  useListMemory(room, back, now);
  return {
    ...list,
    // Rows that answer another question are no answer where this one was refused.
    shown: data ?? (lost ? null : last.current),
    waiting: data === null,
    opened: (row) => (now.current = { ...now.current, row }),
  };
}
