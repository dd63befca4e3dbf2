import { Icon } from "@callboard/ui/Icon";
import { api, type Outputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { FilterChip } from "../../shared/list/FilterChip.tsx";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import { href } from "../../shared/route.ts";
import type { BoardFilterState } from "./boardFilter.ts";

const texts = agents.board.queues;
/** The rows below show each change at once; coverage of hundreds of queues may follow a little later. */
const REFETCH_MS = 2000;
/** More would push the people off the screen. */
const SHORT_MAX = 6;
type BoardQueue = Outputs["queues"]["onBoard"]["queues"][number];

interface QueueStripProps {
  filter: BoardFilterState;
  onChange: (filter: BoardFilterState) => void;
}

/** Filters the board by a queue or by queues with a tag; the queues with too few agents stand open. */
export function QueueStrip({ filter, onChange }: QueueStripProps) {
  const kinds = ["agent", "phone", "member", "status", "queue", "lifecycle"] as const;
  const list = useResource(kinds, () => api().queues.onBoard.query(), [], REFETCH_MS);
  useTimedRefetch(list, list.data.value?.changesAt ?? null);
  const queues = list.data.value?.queues ?? [];
  if (queues.length === 0) return null;
  const tags = [...new Set(queues.flatMap((queue) => queue.tags))].toSorted((a, b) => a.localeCompare(b, "en"));
  // Where no call connects, nobody could miss one.
  const short = list.data.value?.connects ? queues.filter(isShort) : [];
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
      {short.slice(0, SHORT_MAX).map((queue) => (
        <button
          key={queue.id}
          type="button"
          class="board-short"
          title={queue.name}
          aria-label={`${queue.name}: ${shortText(queue)}`}
          onClick={() => onChange({ ...filter, queue: queue.id, tag: "" })}
        >
          <Icon name="alert" size={14} />
          <span class="board-short-name">{queue.name}</span>
          {shortText(queue)}
        </button>
      ))}
      {short.length > SHORT_MAX && (
        <a href={href("alerts")}>{format(texts.moreShort, { more: short.length - SHORT_MAX })}</a>
      )}
    </div>
  );
}

const isShort = ({ isOpen, least, takingCalls }: BoardQueue): boolean =>
  isOpen && least !== null && takingCalls < least;
const shortText = ({ takingCalls, least }: BoardQueue): string =>
  format(texts.short, { takingCalls, least: least ?? 0 });
const coverageText = ({ takingCalls, members }: BoardQueue): string => format(texts.of, { takingCalls, members });
