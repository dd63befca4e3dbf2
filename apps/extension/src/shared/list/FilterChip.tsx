import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import "./FilterBar.css";

interface FilterChipProps {
  label: string;
  /** What is chosen, in words; null where nothing is. */
  shown: string | null;
  /** What can be chosen; none where it is chosen elsewhere, and here only cleared. */
  entries?: readonly MenuEntry[] | undefined;
  onClear: () => void;
}

/** One filter: its name while nothing is chosen, then what is chosen and a cross. */
export function FilterChip({ label, shown, entries, onClear }: FilterChipProps) {
  const words = shown === null ? label : format(texts.filterOf, { name: label, value: shown });
  const inside = (
    <>
      <span class="filter-chip-words">{shown ?? label}</span>
      {shown === null && <Icon name="chevron-down" size={14} />}
    </>
  );
  return (
    <span class="filter-chip" title={shown === null ? undefined : words} data-set={shown !== null || undefined}>
      {entries ? (
        <Menu kind="quiet" label={words} entries={entries}>
          {inside}
        </Menu>
      ) : (
        <span class="filter-chip-fixed">{inside}</span>
      )}
      {shown !== null && (
        <button
          type="button"
          class="filter-chip-clear"
          aria-label={format(texts.clearFilter, { name: label })}
          title={format(texts.clearFilter, { name: label })}
          onClick={onClear}
        >
          <Icon name="x" size={14} />
        </button>
      )}
    </span>
  );
}
