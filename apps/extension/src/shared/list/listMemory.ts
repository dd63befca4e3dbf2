import { href, route, previousRoute, queryString } from "../route.ts";
import { session } from "../../data/session.ts";
import type { ListPage } from "./createList.ts";

/** A list's state when the reader left it. */
export interface ListMemory<Row> {
  query: Readonly<Record<string, string>>;
  /** Identifies the filters and the order of its rows. */
  key: string;
  page: ListPage<Row> | null;
  scroll: number;
  /** The row that was opened. */
  row: string | null;
}

const memories = new Map<string, ListMemory<unknown>>();
/** Rows of one account must not appear in another. */
const memoryKey = (room: string) => `${session.peek()?.person} ${session.peek()?.account} ${room}`;

export const rememberList = (room: string, list: ListMemory<unknown>): void => void memories.set(memoryKey(room), list);

/** The address of a page's list as the reader left it, for the way back from one of its rows. */
export const listHref = (room: string): string => href(room) + queryString(memories.get(memoryKey(room))?.query ?? {});

/**
 * The list's state for readers who come back from one of its rows, or from one of `around`: pages that its rows
 * link to. The link in the rail starts at the top.
 */
export function recallList<Row>(room: string, key: string, around: readonly string[] = []): ListMemory<Row> | null {
  const before = previousRoute.peek();
  const isOwnPage = before?.room === room && before.rest.length > 0;
  if (!before || !(isOwnPage || around.includes(before.room)) || route.peek().rest.length > 0) return null;
  const found = memories.get(memoryKey(room)) as ListMemory<Row> | undefined;
  return found?.key === key ? found : null;
}
