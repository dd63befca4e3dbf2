import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Kind } from "../../data/resource.ts";
import { route } from "../route.ts";
import { createLog, type LoadLogPage, type Log, type LogRow, type LogPage } from "./createLog.ts";
import { recallList, type ListMemory } from "./listMemory.ts";
import { useListKeys } from "./useListKeys.ts";
import { useListMemory } from "./useListMemory.ts";

export interface LogOptions<Row> {
  /** The page that the log belongs to, and pages that its rows link to: coming back restores the log. */
  room: string;
  around?: readonly string[];
  kinds: readonly Kind[];
  /** Everything that the rows depend on. Another key means another log. */
  key: string;
  load: LoadLogPage<Row>;
}

export interface LogModel<Row> extends Log<Row> {
  /** While another key is loading, still the rows of the previous one. */
  shown: LogPage<Row> | null;
  waiting: boolean;
  opened: (row: Row) => void;
}

/** The log entries that match, restored when the reader comes back. */
export function useLog<Row extends LogRow>({ room, around = [], kinds, key, load }: LogOptions<Row>): LogModel<Row> {
  const [back] = useState(() => recallList<Row>(room, key, around));
  const log = useMemo(() => {
    const first = back?.key === key && back.page ? logPageOf(back.page) : null;
    return createLog(kinds, load, first);
  }, [key]);
  useEffect(() => log.stop, [log]);
  const now = useRef<ListMemory<Row>>({ query: {}, key, page: null, scroll: 0, row: back?.row ?? null });
  const last = useRef<LogPage<Row> | null>(null);
  const data = log.data.value;
  const lost = log.refusal.value !== null || log.offline.value;
  if (data) last.current = data;
  const here = route.value;
  if (here.room === room) now.current = { ...now.current, query: here.query, key, page: data && listPageOf(data) };
  useListMemory(room, back, now);
  useListKeys(null);
  return {
    ...log,
    shown: data ?? (lost ? null : last.current),
    waiting: data === null,
    opened: ({ n }) => (now.current = { ...now.current, row: String(n) }),
  };
}

export const listPageOf = <Row>({ rows, next }: LogPage<Row>): NonNullable<ListMemory<Row>["page"]> => ({
  rows,
  next: next === null ? null : String(next),
  total: null,
  now: 0,
});
const logPageOf = <Row>({ rows, next }: NonNullable<ListMemory<Row>["page"]>): LogPage<Row> => ({
  rows,
  next: next === null ? null : Number(next),
  lookedTo: null,
});
