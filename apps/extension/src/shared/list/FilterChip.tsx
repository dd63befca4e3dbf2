import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import "./FilterBar.css";

interface FilterChipProps {
  label: string;
  /** The choice in words; null if nothing is chosen. */
  shown: string | null;
  /** The choices; undefined if it is chosen elsewhere and can only be cleared here. */
  entries?: readonly MenuEntry[] | undefined;
  onClear: () => void;
}

/** One filter: shows its name until something is chosen, then the choice and a button that clears it. */
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
