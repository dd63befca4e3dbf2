import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Kind } from "../resource.ts";
import { place } from "../route.ts";
import { createLog, type LoadStretch, type Log, type Logged, type Stretch } from "./createLog.ts";
import { cameBack, type Left } from "./places.ts";
import { useListKeys } from "./useListKeys.ts";
import { usePlace } from "./usePlace.ts";

export interface LogAsk<Row> {
  /** The room whose log it is, and rooms that its rows lead to: who comes back finds it as it was left. */
  room: string;
  around?: readonly string[];
  kinds: readonly Kind[];
  /** Everything that the rows depend on. Another key is another log. */
  key: string;
  load: LoadStretch<Row>;
}

export interface ShownLog<Row> extends Log<Row> {
  /** While another question is under way, still what answers the one before. */
  shown: Stretch<Row> | null;
  waiting: boolean;
  opened: (row: Row) => void;
}

/** What was written down and is asked for, found again as it was left. */
export function useLog<Row extends Logged>({ room, around = [], kinds, key, load }: LogAsk<Row>): ShownLog<Row> {
  const [back] = useState(() => cameBack<Row>(room, key, around));
  const log = useMemo(() => {
    const first = back?.key === key && back.page ? stretchOf(back.page) : null;
    return createLog(kinds, load, first);
  }, [key]);
  useEffect(() => log.stop, [log]);
  const now = useRef<Left<Row>>({ query: {}, key, page: null, scroll: 0, row: back?.row ?? null });
  const last = useRef<Stretch<Row> | null>(null);
  const data = log.data.value;
  const lost = log.refusal.value !== null || log.offline.value;
  if (data) last.current = data;
  const here = place.value;
  if (here.room === room) now.current = { ...now.current, query: here.query, key, page: data && pageOf(data) };
  usePlace(room, back, now);
  useListKeys(null);
  return {
    ...log,
    shown: data ?? (lost ? null : last.current),
    waiting: data === null,
    opened: ({ n }) => (now.current = { ...now.current, row: String(n) }),
  };
}

export const pageOf = <Row>({ rows, next }: Stretch<Row>): NonNullable<Left<Row>["page"]> => ({
  rows,
  next: next === null ? null : String(next),
  total: null,
  now: 0,
});
const stretchOf = <Row>({ rows, next }: NonNullable<Left<Row>["page"]>): Stretch<Row> => ({
  rows,
  next: next === null ? null : Number(next),
  lookedTo: null,
});
