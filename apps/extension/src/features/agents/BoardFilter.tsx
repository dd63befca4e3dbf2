import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { agents } from "../../texts/en/agents.ts";
import type { BoardFilterState } from "./boardFilter.ts";
import type { Chip } from "./seats.ts";

const texts = agents.board;

interface BoardFilterProps {
  chips: readonly Chip[];
  /** The number of all people on the board. */
  all: number;
  filter: BoardFilterState;
  onChange: (filter: BoardFilterState) => void;
}

export function BoardFilter({ chips, all, filter, onChange }: BoardFilterProps) {
  const toggle = (id: string) =>
    onChange({
      ...filter,
      chips: filter.chips.includes(id) ? filter.chips.filter((chipId) => chipId !== id) : [...filter.chips, id],
    });
  return (
    <div class="board-chips" role="group" aria-label={texts.filter}>
      <ChipButton
        label={texts.all}
        count={all}
        pressed={filter.chips.length === 0}
        onClick={() => onChange({ ...filter, chips: [] })}
      />
      {chips.map(({ id, label, count }) => (
        <ChipButton
          key={id}
          label={label}
          count={count}
          pressed={filter.chips.includes(id)}
          onClick={() => toggle(id)}
        />
      ))}
    </div>
  );
}

export function BoardSearch({ filter, onChange }: Pick<BoardFilterProps, "filter" | "onChange">) {
  return (
    <div class="board-search">
      <SearchBox label={texts.search} value={filter.search} onChange={(search) => onChange({ ...filter, search })} />
    </div>
  );
}

interface ChipButtonProps {
  label: string;
  count: number;
  pressed: boolean;
  onClick: () => void;
}

function ChipButton({ label, count, pressed, onClick }: ChipButtonProps) {
  return (
    <button type="button" class="board-chip" aria-pressed={pressed} onClick={onClick}>
      {label}
      <span class="board-chip-count">{count}</span>
    </button>
  );
}
