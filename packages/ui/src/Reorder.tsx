import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import "./Reorder.css";

export interface ReorderOptions {
  ids: readonly string[];
  /** Called at each step, even during a drag: show the list in this order at once. */
  onOrder: (ids: readonly string[]) => void;
  /** Called when a drag has ended. */
  onDrop?: (() => void) | undefined;
  /** The announcement after a step. */
  sentence: (id: string, place: number, all: number) => string;
}

export interface Reorder {
  dragged: string | null;
  /** Render it in a region with the role "status". */
  said: string;
  move: (id: string, step: number) => void;
  take: (id: string) => void;
  drop: () => void;
  /** For each row: it takes the place of the row that it is dragged over. */
  rowProps: (id: string) => {
    "data-dragged": true | undefined;
    onDragOver: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
}

/** An order changed by dragging or with the arrow keys; saving it is up to the list. */
export function useReorder({ ids, onOrder, onDrop, sentence }: ReorderOptions): Reorder {
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState("");

  function place(id: string, to: number): void {
    const from = ids.indexOf(id);
    if (from < 0 || to < 0 || to >= ids.length || from === to) return;
    const order = [...ids];
    order.splice(to, 0, ...order.splice(from, 1));
    setSaid(sentence(id, to + 1, ids.length));
    onOrder(order);
  }

  return {
    dragged,
    said,
    move: (id, step) => place(id, ids.indexOf(id) + step),
    take: setDragged,
    drop() {
      if (dragged !== null) onDrop?.();
      setDragged(null);
    },
    rowProps: (id) => ({
      "data-dragged": dragged === id || undefined,
      onDragOver: (event) => {
        if (dragged === null) return;
        event.preventDefault();
        if (dragged !== id) place(dragged, ids.indexOf(id));
      },
      onDrop: (event) => event.preventDefault(),
    }),
  };
}

export interface DragHandleProps {
  id: string;
  /** The drag data's text. */
  name: string;
  /** Starts at one. */
  place: number;
  /** The name, the position and the keys that move it. */
  label: string;
  sorting: Reorder;
  disabled?: boolean | undefined;
}

/** Dragged with a pointer, moved with the arrow keys. Focus stays on it while its row moves. */
export function DragHandle({ id, name, place, label, sorting, disabled }: DragHandleProps) {
  const grip = useRef<HTMLButtonElement>(null);
  const moving = useRef(false);
  useEffect(() => {
    if (moving.current) grip.current?.focus();
    moving.current = false;
  }, [place]);
  return (
    <button
      ref={grip}
      type="button"
      class="cb-grip"
      draggable={!disabled}
      disabled={disabled}
      aria-label={label}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        moving.current = true;
        sorting.move(id, step);
      }}
      onDragStart={(event) => {
        event.dataTransfer?.setData("text/plain", name);
        const row = event.currentTarget.closest("tr, li");
        if (row) event.dataTransfer?.setDragImage(row, 12, 18);
        sorting.take(id);
      }}
      onDragEnd={() => sorting.drop()}
    >
      <Icon name="grip" />
    </button>
  );
}
