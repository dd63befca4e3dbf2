import { Icon } from "@callboard/ui/Icon";
import { api, type Outputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { FilterChip } from "../../shared/list/FilterChip.tsx";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import type { BoardFilterState } from "./boardFilter.ts";

const texts = agents.board.queues;
type BoardQueue = Outputs["queues"]["onBoard"]["queues"][number];

interface QueueStripProps {
  filter: BoardFilterState;
  onChange: (filter: BoardFilterState) => void;
}

/** Filters the board by a queue or by queues with a tag; the queues with too few agents stand open. */
export function QueueStrip({ filter, onChange }: QueueStripProps) {
  const list = useResource(["agent", "phone", "member", "status", "queue"], () => api().queues.onBoard.query());
  useTimedRefetch(list, list.data.value?.changesAt ?? null);
  const queues = list.data.value?.queues ?? [];
  if (queues.length === 0) return null;
  const tags = [...new Set(queues.flatMap((queue) => queue.tags))].toSorted((a, b) => a.localeCompare(b, "en"));
  const chosen = queues.find(({ id }) => id === filter.queue);
  return (
    <div class="board-queues" role="group" aria-label={texts.label}>
      <FilterChip
        label={texts.queue}
        selected={filter.queue === "" ? null : (chosen?.name ?? texts.gone)}
        entries={queues.map((queue) => ({
          id: queue.id,
          label: queue.name,
          hint: coverageText(queue),
          checked: queue.id === filter.queue,
          onSelect: () => onChange({ ...filter, queue: queue.id, tag: "" }),
        }))}
        onClear={() => onChange({ ...filter, queue: "" })}
      />
      {tags.length > 0 && (
        <FilterChip
          label={texts.tag}
          selected={filter.tag === "" ? null : filter.tag}
          entries={tags.map((tag) => ({
            id: tag,
            label: tag,
            checked: tag === filter.tag,
            onSelect: () => onChange({ ...filter, tag, queue: "" }),
          }))}
          onClear={() => onChange({ ...filter, tag: "" })}
        />
      )}
      {chosen && <span class="cb-muted">{format(texts.coverage, chosen)}</span>}
      {queues.filter(isShort).map((queue) => (
        <button
          key={queue.id}
          type="button"
          class="board-short"
          onClick={() => onChange({ ...filter, queue: queue.id, tag: "" })}
        >
          <Icon name="alert" size={14} />
          {format(texts.short, { name: queue.name, takingCalls: queue.takingCalls, least: queue.least ?? 0 })}
        </button>
      ))}
    </div>
  );
}

const isShort = ({ isOpen, least, takingCalls }: BoardQueue): boolean =>
  isOpen && least !== null && takingCalls < least;
const coverageText = ({ takingCalls, members }: BoardQueue): string => format(texts.of, { takingCalls, members });
