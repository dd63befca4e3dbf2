import { href, route, previousRoute, queryString } from "../route.ts";
import { session } from "../../data/session.ts";
import type { ListPage } from "./createList.ts";

/** What a list was like when it was left. */
export interface ListMemory<Row> {
  query: Readonly<Record<string, string>>;
  /** What its rows answer. */
  key: string;
  page: ListPage<Row> | null;
  scroll: number;
  /** The row that was opened. */
  row: string | null;
}

const memories = new Map<string, ListMemory<unknown>>();
/** What was seen in one account is nothing for another. */
const memoryKey = (room: string) => `${session.peek()?.person} ${session.peek()?.account} ${room}`;

export const rememberList = (room: string, list: ListMemory<unknown>): void => void memories.set(memoryKey(room), list);

/** The address of a room's list as it was left, for the way back from the page of one of its rows. */
export const listHref = (room: string): string => href(room) + queryString(memories.get(memoryKey(room))?.query ?? {});

/**
 * How the list was left, for those who come back from a page of its own, or from one of `around`: rooms that its rows
 * lead to. The rail's link begins at the top.
 */
export function recallList<Row>(room: string, key: string, around: readonly string[] = []): ListMemory<Row> | null {
  const before = previousRoute.peek();
  const isOwnPage = before?.room === room && before.rest.length > 0;
  if (!before || !(isOwnPage || around.includes(before.room)) || route.peek().rest.length > 0) return null;
  const found = memories.get(memoryKey(room)) as ListMemory<Row> | undefined;
  return found?.key === key ? found : null;
}
