import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import "./Reorder.css";

export interface ReorderOptions {
  ids: readonly string[];
  /** Called at each step, even during a drag: show the list in this order at once. */
  onReorder: (ids: readonly string[]) => void;
  /** Called when a drag has ended. */
  onDrop?: (() => void) | undefined;
  /** The text for screen readers after a move; `position` starts at one. */
  announce: (id: string, position: number, total: number) => string;
}

/** What a list needs to render its rows and drag handles. */
export interface Reorder {
  draggedId: string | null;
  /** Render it in a region with the role "status". */
  announcement: string;
  /** Moves an item by so many places; negative is up. */
  move: (id: string, step: number) => void;
  startDrag: (id: string) => void;
  endDrag: () => void;
  /** For each row: it takes the place of the row that it is dragged over. */
  rowProps: (id: string) => {
    "data-dragged": true | undefined;
    onDragOver: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
}

/** An order changed by dragging or with the arrow keys; saving it is up to the list. */
export function useReorder({ ids, onReorder, onDrop, announce }: ReorderOptions): Reorder {
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const [announcement, setAnnouncement] = useState("");

  function moveTo(id: string, newIndex: number): void {
    const oldIndex = ids.indexOf(id);
    if (oldIndex < 0 || newIndex < 0 || newIndex >= ids.length || oldIndex === newIndex) return;
    const order = [...ids];
    order.splice(newIndex, 0, ...order.splice(oldIndex, 1));
    setAnnouncement(announce(id, newIndex + 1, ids.length));
    onReorder(order);
  }

  return {
    draggedId,
    announcement,
    move: (id, step) => moveTo(id, ids.indexOf(id) + step),
    startDrag: setDraggedId,
    endDrag() {
      if (draggedId !== null) onDrop?.();
      setDraggedId(null);
    },
    rowProps: (id) => ({
      "data-dragged": draggedId === id || undefined,
      onDragOver: (event) => {
        if (draggedId === null) return;
        event.preventDefault();
        if (draggedId !== id) moveTo(draggedId, ids.indexOf(id));
      },
      onDrop: (event) => event.preventDefault(),
    }),
  };
}

export interface DragHandleProps {
  id: string;
  /** The item's name: the text that is dropped into other programs. */
  name: string;
  /** Starts at one. */
  position: number;
  /** The name, the position and the keys that move it. */
  label: string;
  reorder: Reorder;
  disabled?: boolean | undefined;
}

/** Dragged with a pointer, moved with the arrow keys. Focus stays on it while its row moves. */
export function DragHandle({ id, name, position, label, reorder, disabled }: DragHandleProps) {
  const handle = useRef<HTMLButtonElement>(null);
  const isMoving = useRef(false);
  useEffect(() => {
    if (isMoving.current) handle.current?.focus();
    isMoving.current = false;
  }, [position]);
  return (
    <button
      ref={handle}
      type="button"
      class="cb-drag-handle"
      draggable={!disabled}
      disabled={disabled}
      aria-label={label}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        isMoving.current = true;
        reorder.move(id, step);
      }}
      onDragStart={(event) => {
        event.dataTransfer?.setData("text/plain", name);
        const row = event.currentTarget.closest("tr, li");
        if (row) event.dataTransfer?.setDragImage(row, 12, 18);
        reorder.startDrag(id);
      }}
      onDragEnd={() => reorder.endDrag()}
    >
      <Icon name="grip" />
    </button>
  );
}
