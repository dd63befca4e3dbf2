import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../../api.ts";
import { cameBack, type Left } from "../../list/places.ts";
import { usePlace } from "../../list/usePlace.ts";
import { place } from "../../route.ts";
import { ACTIVITY, SETTINGS } from "../../versions/kinds.ts";
import type { Asked } from "./asked.ts";
import { type Change, type Changes, createChanges, type Stretch } from "./createChanges.ts";

const ROOM = "history";
const AROUND = ["record", "as-of", "proposals"];
const PAGE = 30;

export interface ShownChanges extends Changes {
  /** While another question is under way, still what answers the one before. */
  shown: Stretch | null;
  waiting: boolean;
  opened: (change: Change) => void;
}

/** The changes that are asked for, found again as they were left. `own`: only what was changed about oneself. */
export function useChanges(asked: Asked, zone: string, own: boolean): ShownChanges {
  const key = JSON.stringify({ asked, zone });
  const [back] = useState(() => cameBack<Change>(ROOM, key, AROUND));
  const changes = useMemo(() => {
    const kinds = own || asked.log !== "history" ? [...SETTINGS, ...ACTIVITY] : SETTINGS;
    const first = back?.key === key && back.page ? stretchOf(back.page) : null;
    return createChanges(kinds, (before) => load(asked, zone, before), first);
  }, [key, own]);
  useEffect(() => changes.stop, [changes]);
  const now = useRef<Left<Change>>({ query: {}, key, page: null, scroll: 0, row: back?.row ?? null });
  const last = useRef<Stretch | null>(null);
  const data = changes.data.value;
  const lost = changes.refusal.value !== null || changes.offline.value;
  if (data) last.current = data;
  const here = place.value;
  if (here.room === ROOM) now.current = { ...now.current, query: here.query, key, page: data && pageOf(data) };
  usePlace(ROOM, back, now);
  return {
    ...changes,
    shown: data ?? (lost ? null : last.current),
    waiting: data === null,
    opened: ({ n }) => (now.current = { ...now.current, row: String(n) }),
  };
}

async function load(asked: Asked, zone: string, before: number | undefined): Promise<Stretch> {
  const from = before === undefined ? {} : { before };
  const { changes, next, lookedTo } = await api().history.list.query({ ...asked, zone, limit: PAGE, ...from });
  return { rows: changes, next, lookedTo };
}

type Page = NonNullable<Left<Change>["page"]>;
export const pageOf = ({ rows, next }: Stretch): Page => ({
  rows,
  next: next === null ? null : String(next),
  total: null,
  now: 0,
});
const stretchOf = ({ rows, next }: Page): Stretch => ({
  rows,
  next: next === null ? null : Number(next),
  lookedTo: null,
});
