import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Kind } from "../../data/liveResource.ts";
import { route } from "../route.ts";
import { createLog, type LoadLogPage, type Log, type LogRow, type LogPage } from "./createLog.ts";
import { recallList, type ListMemory } from "./listMemory.ts";
import { useListKeys } from "./useListKeys.ts";
import { useListMemory } from "./useListMemory.ts";

export interface LogOptions<Row> {
  /** The page that the log belongs to, and pages that its rows link to: coming back restores the log. */
  page: string;
  relatedPages?: readonly string[];
  kinds: readonly Kind[];
  /** Everything that the rows depend on. Another key means another log. */
  key: string;
  load: LoadLogPage<Row>;
}

export interface LogModel<Row> extends Log<Row> {
  /** While another key is loading, still the rows of the previous one. */
  visible: LogPage<Row> | null;
  isOutdated: boolean;
  /** Call it with a row before its page opens. */
  rememberOpened: (row: Row) => void;
}

/** The log entries that match, restored when the reader comes back. */
export function useLog<Row extends LogRow>({
  page,
  relatedPages = [],
  kinds,
  key,
  load,
}: LogOptions<Row>): LogModel<Row> {
  const [restored] = useState(() => recallList<Row>(page, key, relatedPages));
  const log = useMemo(() => {
    const initial = restored?.key === key && restored.page ? logPageOf(restored.page) : null;
    return createLog(kinds, load, initial);
  }, [key]);
  useEffect(() => log.stop, [log]);
  const memory = useRef<ListMemory<Row>>({ query: {}, key, page: null, scroll: 0, row: restored?.row ?? null });
  const lastPage = useRef<LogPage<Row> | null>(null);
  const data = log.data.value;
  const hasFailed = log.failure.value !== null || log.offline.value;
  if (data) lastPage.current = data;
  const current = route.value;
  if (current.page === page)
    memory.current = { ...memory.current, query: current.query, key, page: data && listPageOf(data) };
  useListMemory(page, restored, memory);
  useListKeys(null);
  return {
    ...log,
    visible: data ?? (hasFailed ? null : lastPage.current),
    isOutdated: data === null,
    rememberOpened: ({ n }) => (memory.current = { ...memory.current, row: String(n) }),
  };
}

/** A log's page as a list's page, for code that both share. A log has neither a total nor the server's time. */
export const listPageOf = <Row>({ rows, next }: LogPage<Row>): NonNullable<ListMemory<Row>["page"]> => ({
  rows,
  next: next === null ? null : String(next),
  total: null,
  now: 0,
});
const logPageOf = <Row>({ rows, next }: NonNullable<ListMemory<Row>["page"]>): LogPage<Row> => ({
  rows,
  next: next === null ? null : Number(next),
  searchedTo: null,
});
