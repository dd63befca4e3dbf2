import type { Status } from "@callboard/domain/agents";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { agents } from "../../texts/en/agents.ts";
import { say } from "../../texts/say.ts";

/** Several steps with the arrow keys are one change in the history. */
const SETTLE_MS = 600;

export interface Reorder {
  items: readonly Status[];
  dragged: string | null;
  /** What a screen reader says after a move. */
  said: string;
  move: (id: string, step: number) => void;
  take: (id: string) => void;
  drop: () => void;
  rowProps: (id: string) => { onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void };
}

/** An order that is shown at once and saved when it has come to rest; refused, the server's order comes back. */
export function useReorder(statuses: readonly Status[], onChanged: () => void): Reorder {
  const [ids, setIds] = useState<readonly string[] | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const save = useAction((order: string[], options) => api().agents.orderStatuses.mutate({ ids: order }, options));
  const rank = new Map(ids?.map((id, at) => [id, at]));
  const items = ids
    ? statuses.toSorted((a, b) => (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity))
    : statuses;
  useEffect(() => () => clearTimeout(timer.current), []);

  async function keep(order: readonly string[]) {
    const outcome = await save.run([...order]);
    const refused = sentenceOf(outcome);
    if (refused) toasts.show({ kind: "bad", sentence: refused });
    await onChanged();
    setIds(null);
  }

  function place(id: string, to: number): readonly string[] | null {
    const order = items.map((one) => one.id);
    const from = order.indexOf(id);
    if (from < 0 || to < 0 || to >= order.length || from === to) return null;
    order.splice(to, 0, ...order.splice(from, 1));
    setIds(order);
    const name = items[from]!.name;
    setSaid(say(agents.statuses.moved, { name, place: to + 1, all: order.length }));
    return order;
  }

  return {
    items,
    dragged,
    said,
    move(id, step) {
      const order = place(id, items.findIndex((one) => one.id === id) + step);
      if (!order) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void keep(order), SETTLE_MS);
    },
    take: setDragged,
    drop() {
      setDragged(null);
      if (ids && dragged) void keep(ids);
    },
    rowProps: (id) => ({
      onDragOver: (event) => {
        if (dragged === null) return;
        event.preventDefault();
        if (dragged !== id)
          place(
            dragged,
            items.findIndex((one) => one.id === id),
          );
      },
      onDrop: (event) => event.preventDefault(),
    }),
  };
}
