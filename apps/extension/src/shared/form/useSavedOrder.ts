import { type Reorder, useReorder } from "@callboard/ui/Reorder";
import { useEffect, useRef, useState } from "preact/hooks";
import { shell } from "../../texts/en/shell/shell.ts";
import { failureText } from "./failures.ts";
import { toasts } from "../toasts.ts";
import { useAction } from "./useAction.ts";

/** Several moves with the arrow keys make one change in the history. */
const SETTLE_MS = 600;

interface SavedOrderOptions<Row> {
  rows: readonly Row[];
  save: (ids: string[], options: { context: { key: string } }) => Promise<unknown>;
  onChanged: () => Promise<unknown>;
  /** The sentence about a moved row: announced at each move, and shown with an undo once it is saved. */
  moved: (row: Row, place: number, all: number) => string;
}

export interface SavedOrder<Row> extends Reorder {
  rows: readonly Row[];
}

/** An order that is shown at once and saved after the last move; if the save fails, the server's order returns. */
export function useSavedOrder<Row extends { id: string }>(options: SavedOrderOptions<Row>): SavedOrder<Row> {
  const { rows, moved } = options;
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const latest = useRef(order);
  const before = useRef<readonly string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const save = useAction(options.save);
  const rank = new Map(order?.map((id, at) => [id, at]));
  const shown = order ? rows.toSorted((a, b) => (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity)) : rows;
  const ids = shown.map(({ id }) => id);

  function show(next: readonly string[] | null) {
    if (latest.current === null) before.current = ids;
    latest.current = next;
    setOrder(next);
  }

  async function keep(undoable: string | null) {
    clearTimeout(timer.current);
    timer.current = undefined;
    const [next, old] = [latest.current, before.current];
    if (next === null) return;
    const refused = failureText(await save.run([...next]));
    if (refused) toasts.show({ kind: "bad", sentence: refused });
    else if (undoable !== null) {
      const undo = () => {
        show(old);
        void keep(null);
      };
      toasts.show({ kind: "good", sentence: undoable, action: { label: shell.undo, onSelect: undo } });
    }
    await options.onChanged();
    // Moves made meanwhile are saved next.
    if (latest.current === next) show(null);
  }

  const said = useRef("");
  const sorting = useReorder({
    ids,
    onOrder: show,
    onDrop: () => void keep(said.current),
    sentence: (id, place, all) =>
      (said.current = moved(
        rows.find((row) => row.id === id)!,
        place,
        all,
      )),
  });
  // An unsaved order still counts when the page is left.
  useEffect(() => () => void (timer.current !== undefined && keep(null)), []);
  return {
    ...sorting,
    rows: shown,
    move(id, step) {
      sorting.move(id, step);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void keep(said.current), SETTLE_MS);
    },
  };
}
