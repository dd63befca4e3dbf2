import { href, place, placeBefore, queryText } from "../route.ts";
import { session } from "../session.ts";
import type { ListPage } from "./createList.ts";

/** What a list was like when it was left. */
export interface Left<Row> {
  query: Readonly<Record<string, string>>;
  /** What its rows answer. */
  key: string;
  page: ListPage<Row> | null;
  scroll: number;
  /** The row that was opened. */
  row: string | null;
}

const left = new Map<string, Left<unknown>>();
/** What was seen in one account is nothing for another. */
const name = (room: string) => `${session.peek()?.person} ${session.peek()?.account} ${room}`;

export const leave = (room: string, list: Left<unknown>): void => void left.set(name(room), list);

/** The address of a room's list as it was left, for the way back from the page of one of its rows. */
export const listHref = (room: string): string => href(room) + queryText(left.get(name(room))?.query ?? {});

/**
 * How the list was left, for those who come back from a page of its own, or from one of `around`: rooms that its rows
 * lead to. The rail's link begins at the top.
 */
export function cameBack<Row>(room: string, key: string, around: readonly string[] = []): Left<Row> | null {
  const before = placeBefore.peek();
  const isOwnPage = before?.room === room && before.rest.length > 0;
  if (!before || !(isOwnPage || around.includes(before.room)) || place.peek().rest.length > 0) return null;
  const found = left.get(name(room)) as Left<Row> | undefined;
  return found?.key === key ? found : null;
}
