import { Button } from "@callboard/ui/Button";
import type { ComponentChildren } from "preact";
import { setQuery } from "../route.ts";
import { list as texts } from "../../texts/en/shared/list.ts";
import { FilterChip } from "./FilterChip.tsx";
import "./FilterBar.css";

export interface Filter {
  /** The filter's name in the address. */
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  /** The label of "nothing chosen", if it isn't "any". */
  any?: string;
}

interface FilterBarProps {
  filters: readonly Filter[];
  query: Readonly<Record<string, string>>;
  /** Shown before the filters: the search box. */
  children?: ComponentChildren;
  /** Shown after them: filters without a list of choices. */
  more?: ComponentChildren;
  /** The names in the address that `more` and the search box set. */
  otherParams?: readonly string[];
}

const SEARCH_PARAMS = ["search"] as const;

/** Filters a list by the address, so that a filtered list can be bookmarked, shared and returned to. */
export function FilterBar({ filters, query, children, more, otherParams = SEARCH_PARAMS }: FilterBarProps) {
  const names = [...filters.map(({ name }) => name), ...otherParams];
  const clear = Object.fromEntries(names.map((name) => [name, ""]));
  return (
    <div class="filters" role="group" aria-label={texts.filters}>
      {children}
      {filters.map((filter) => (
        <FilterMenu key={filter.name} filter={filter} value={query[filter.name] ?? ""} />
      ))}
      {more}
      {names.filter((name) => query[name]).length > 1 && (
        <Button variant="quiet" onClick={() => setQuery(clear)}>
          {texts.clearAll}
        </Button>
      )}
    </div>
  );
}

function FilterMenu({ filter, value }: { filter: Filter; value: string }) {
  const { name, label, options, any = texts.anyOf } = filter;
  const chosen = options.find((option) => option.value === value);
  const entries = [
    { id: "any", label: any, checked: value === "", onSelect: () => setQuery({ [name]: "" }) },
    { separator: true } as const,
    ...options.map((option) => ({
      id: option.value,
      label: option.label,
      checked: option.value === value,
      onSelect: () => setQuery({ [name]: option.value }),
    })),
  ];
  return (
    <FilterChip
      label={label}
      selected={value === "" ? null : (chosen?.label ?? "…")}
      entries={entries}
      onClear={() => setQuery({ [name]: "" })}
    />
  );
}
