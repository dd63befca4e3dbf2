import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import type { ComponentChildren } from "preact";
import { ask } from "../route.ts";
import { list as texts } from "../texts/en/list.ts";
import { say } from "../texts/say.ts";
import "./FilterBar.css";

export interface Filter {
  /** Its name in the address. */
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
}

interface FilterBarProps {
  filters: readonly Filter[];
  query: Readonly<Record<string, string>>;
  /** Stands before the filters: the search box. */
  children?: ComponentChildren;
}

/** Narrows a list by what is chosen in the address, so that a filtered list can be kept, sent and come back to. */
export function FilterBar({ filters, query, children }: FilterBarProps) {
  const set = filters.filter(({ name }) => query[name]);
  const clear = Object.fromEntries([...filters.map(({ name }) => [name, ""]), ["words", ""]]);
  return (
    <div class="filters" role="group" aria-label={texts.filters}>
      {children}
      {filters.map((filter) => (
        <Chip key={filter.name} filter={filter} value={query[filter.name] ?? ""} />
      ))}
      {(set.length > 1 || (set.length > 0 && query["words"])) && (
        <Button variant="quiet" onClick={() => ask(clear)}>
          {texts.clearAll}
        </Button>
      )}
    </div>
  );
}

function Chip({ filter: { name, label, options }, value }: { filter: Filter; value: string }) {
  const chosen = options.find((option) => option.value === value);
  const shown = value === "" ? label : (chosen?.label ?? "…");
  const words = value === "" ? label : say(texts.filterOf, { name: label, value: shown });
  const entries = [
    { id: "any", label: texts.anyOf, checked: value === "", onSelect: () => ask({ [name]: "" }) },
    { separator: true } as const,
    ...options.map((option) => ({
      id: option.value,
      label: option.label,
      checked: option.value === value,
      onSelect: () => ask({ [name]: option.value }),
    })),
  ];
  return (
    <span class="filter-chip" title={value === "" ? undefined : words} data-set={value !== "" || undefined}>
      <Menu kind="quiet" label={words} entries={entries}>
        <span class="filter-chip-words">{shown}</span>
        {value === "" && <Icon name="chevron-down" size={14} />}
      </Menu>
      {value !== "" && (
        <button
          type="button"
          class="filter-chip-clear"
          aria-label={say(texts.clearFilter, { name: label })}
          title={say(texts.clearFilter, { name: label })}
          onClick={() => ask({ [name]: "" })}
        >
          <Icon name="x" size={14} />
        </button>
      )}
    </span>
  );
}
