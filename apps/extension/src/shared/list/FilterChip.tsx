import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import "./FilterBar.css";

interface FilterChipProps {
  label: string;
  /** The choice in words; null if nothing is chosen. */
  selected: string | null;
  /** The choices; undefined if it is chosen elsewhere and can only be cleared here. */
  entries?: readonly MenuEntry[] | undefined;
  onClear: () => void;
}

/** One filter: shows its name until something is chosen, then the choice and a button that clears it. */
export function FilterChip({ label, selected, entries, onClear }: FilterChipProps) {
  const text = selected === null ? label : format(texts.filterOf, { name: label, value: selected });
  const content = (
    <>
      <span class="filter-chip-words">{selected ?? label}</span>
      {selected === null && <Icon name="chevron-down" size={14} />}
    </>
  );
  return (
    <span class="filter-chip" title={selected === null ? undefined : text} data-set={selected !== null || undefined}>
      {entries ? (
        <Menu kind="quiet" label={text} entries={entries}>
          {content}
        </Menu>
      ) : (
        <span class="filter-chip-fixed">{content}</span>
      )}
      {selected !== null && (
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
