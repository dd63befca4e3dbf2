import { href, route, previousRoute, queryString, type PageName } from "../route.ts";
import { session } from "../../data/session.ts";
import type { ListPage } from "./createList.ts";

/** A list's state when the reader left it. */
export interface ListMemory<Row> {
  query: Readonly<Record<string, string>>;
  /** Identifies the filters and the order of its rows. */
  key: string;
  /** The rows loaded so far. */
  page: ListPage<Row> | null;
  /** Pixels from the top. */
  scroll: number;
  /** The row that was opened. */
  row: string | null;
}

const memories = new Map<string, ListMemory<unknown>>();
/** Rows of one account must not appear in another. */
const memoryKey = (list: string) => `${session.peek()?.person} ${session.peek()?.account} ${list}`;

export const rememberList = (page: string, list: ListMemory<unknown>): void => void memories.set(memoryKey(page), list);

/** The address of a page's list as the reader left it, for the way back from one of its rows. */
export const listHref = (page: PageName): string =>
  href(page) + queryString(memories.get(memoryKey(page))?.query ?? {});

/**
 * The list's state for readers who come back from one of its rows, or from one of `relatedPages`: pages that its rows
 * link to. The rail's link opens a list fresh.
 */
export function recallList<Row>(
  page: string,
  key: string,
  relatedPages: readonly string[] = [],
): ListMemory<Row> | null {
  const previous = previousRoute.peek();
  const isOwnPage = previous?.page === page && previous.rest.length > 0;
  if (!previous || !(isOwnPage || relatedPages.includes(previous.page)) || route.peek().rest.length > 0) return null;
  const memory = memories.get(memoryKey(page)) as ListMemory<Row> | undefined;
  return memory?.key === key ? memory : null;
}
