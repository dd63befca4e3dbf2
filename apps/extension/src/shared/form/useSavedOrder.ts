import { type Reorder, useReorder } from "@callboard/ui/Reorder";
import { useEffect, useRef, useState } from "preact/hooks";
import { failureText } from "./failures.ts";
import { toasts } from "../toasts.ts";
import { offerUndo } from "../undoable.ts";
import { useAction } from "./useAction.ts";

/** The pause after a move by key before it is saved, so that several moves make one change in the history. */
const SETTLE_MS = 600;

interface SavedOrderOptions<Row> {
  rows: readonly Row[];
  save: (ids: string[], options: { context: { key: string } }) => Promise<unknown>;
  onChanged: () => Promise<unknown>;
  /** The sentence about a moved row: announced at each move, and shown with an undo once it is saved. */
  movedText: (row: Row, position: number, total: number) => string;
}

export interface SavedOrder<Row> extends Reorder {
  rows: readonly Row[];
}

/** An order that is shown at once and saved after the last move; if the save fails, the server's order returns. */
export function useSavedOrder<Row extends { id: string }>(options: SavedOrderOptions<Row>): SavedOrder<Row> {
  const { rows, movedText } = options;
  /** Null while the server's order is shown. */
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const latestOrder = useRef(order);
  const savedOrder = useRef<readonly string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const save = useAction(options.save);
  const rank = new Map(order?.map((id, index) => [id, index]));
  const shown = order ? rows.toSorted((a, b) => (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity)) : rows;
  const ids = shown.map(({ id }) => id);

  /** Shows an order at once; null shows the server's again. */
  function show(next: readonly string[] | null) {
    if (latestOrder.current === null) savedOrder.current = ids;
    latestOrder.current = next;
    setOrder(next);
  }

  async function saveOrder(undoText: string | null) {
    clearTimeout(timer.current);
    timer.current = undefined;
    const [next, previous] = [latestOrder.current, savedOrder.current];
    if (next === null) return;
    const error = failureText(await save.run([...next]));
    if (error) toasts.show({ tone: "bad", sentence: error });
    else if (undoText !== null)
      offerUndo(undoText, () => {
        show(previous);
        return saveOrder(null);
      });
    await options.onChanged();
    // Moves made meanwhile are saved next.
    if (latestOrder.current === next) show(null);
  }

  const announcement = useRef("");
  const reorder = useReorder({
    ids,
    onReorder: show,
    onDrop: () => void saveOrder(announcement.current),
    announce: (id, position, total) =>
      (announcement.current = movedText(
        rows.find((row) => row.id === id)!,
        position,
        total,
      )),
  });
  // An unsaved order still counts when the page is left.
  useEffect(() => () => void (timer.current !== undefined && saveOrder(null)), []);
  return {
    ...reorder,
    rows: shown,
    move(id, step) {
      reorder.move(id, step);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void saveOrder(announcement.current), SETTLE_MS);
    },
  };
}
