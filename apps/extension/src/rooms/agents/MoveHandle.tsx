import type { Status } from "@callboard/domain/agents";
import { Icon } from "@callboard/ui/Icon";
import { useEffect, useRef } from "preact/hooks";
import { agents } from "../../texts/en/agents.ts";
import { say } from "../../texts/say.ts";
import type { Reorder } from "./useReorder.ts";

interface MoveHandleProps {
  status: Status;
  place: number;
  reorder: Reorder;
}

/** Dragged with a pointer, moved with the arrow keys. The focus stays on it while its row travels. */
export function MoveHandle({ status, place, reorder }: MoveHandleProps) {
  const handle = useRef<HTMLButtonElement>(null);
  const moving = useRef(false);
  useEffect(() => {
    if (moving.current) handle.current?.focus();
    moving.current = false;
  }, [place]);
  return (
    <button
      ref={handle}
      type="button"
      class="statuses-grip"
      draggable
      aria-label={say(agents.statuses.move, { name: status.name, place, all: reorder.items.length })}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        moving.current = true;
        reorder.move(status.id, step);
      }}
      onDragStart={(event) => {
        event.dataTransfer?.setData("text/plain", status.name);
        const row = event.currentTarget.closest("tr");
        if (row) event.dataTransfer?.setDragImage(row, 12, 18);
        reorder.take(status.id);
      }}
      onDragEnd={() => reorder.drop()}
    >
      <Icon name="grip" />
    </button>
  );
}
