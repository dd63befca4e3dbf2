import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { searchKey } from "./searchKey.ts";
import { keepFocus, type ListboxAttributes, useListbox } from "./useListbox.ts";
import "./Listbox.css";

export interface ListboxOption {
  value: string;
  label: string;
  /** A second, quiet line that describes the option. */
  hint?: ComponentChildren;
  /** Shown at the end of the line. */
  aside?: ComponentChildren;
  /** Options of one group are listed together under its name. */
  group?: string | undefined;
}

export interface ListboxProps {
  label: string;
  placeholder?: string | undefined;
  options: readonly ListboxOption[];
  onSelect: (value: string) => void;
  /** Set for multiple choice: choosing an option again deselects it. */
  selected?: ReadonlySet<string> | undefined;
  emptyText: string;
}

const matchesSearch = ({ label, group = "" }: ListboxOption, search: string) => {
  const text = searchKey(`${label} ${group}`);
  const words = searchKey(search).split(/\s+/);
  return words.every((word) => text.includes(word));
};

/** An open list under its search field: type to filter, move with the arrows, choose with Enter. */
export function Listbox({ label, placeholder, options, onSelect, selected, emptyText }: ListboxProps) {
  const [search, setSearch] = useState("");
  const matches = options.filter((option) => matchesSearch(option, search));
  const { setActive, inputProps, listProps, optionProps, isActive } = useListbox({
    label,
    options: matches,
    search,
    isOpen: true,
    onChoose: ({ value }) => onSelect(value),
    onEscape: search === "" ? null : () => setSearch(""),
  });

  return (
    <div class="cb-listbox">
      <div class="cb-listbox-search">
        <Icon name="search" />
        <input
          {...inputProps}
          placeholder={placeholder}
          value={search}
          onInput={(event) => {
            setSearch(event.currentTarget.value);
            setActive(0);
          }}
        />
      </div>
      <div
        class="cb-listbox-list"
        {...listProps}
        aria-label={label}
        aria-multiselectable={selected ? true : undefined}
        {...keepFocus}
      >
        {groupOptions(matches).map(({ name, members }) => (
          <div key={name} role={name ? "group" : "presentation"} aria-label={name || undefined}>
            {name && (
              <p class="cb-listbox-group" aria-hidden="true">
                {name}
              </p>
            )}
            {members.map(({ option, index }) => (
              <ListboxItem
                key={option.value}
                attributes={optionProps(index)}
                option={option}
                isActive={isActive(index)}
                selected={selected?.has(option.value)}
                onChoose={() => {
                  setActive(index);
                  onSelect(option.value);
                }}
              />
            ))}
          </div>
        ))}
      </div>
      {/* Present from the start: screen readers announce only changes within it. */}
      <p class={matches.length > 0 ? "cb-visually-hidden" : "cb-listbox-none"} role="status">
        {matches.length === 0 && emptyText}
      </p>
    </div>
  );
}

function groupOptions(matches: readonly ListboxOption[]) {
  const groups: { name: string; members: { option: ListboxOption; index: number }[] }[] = [];
  for (const [index, option] of matches.entries()) {
    const name = option.group ?? "";
    const last = groups.at(-1);
    if (last?.name === name) last.members.push({ option, index });
    else groups.push({ name, members: [{ option, index }] });
  }
  return groups;
}

interface ListboxItemProps {
  attributes: ReturnType<ListboxAttributes["optionProps"]>;
  option: ListboxOption;
  isActive: boolean;
  /** Undefined for single choice. */
  selected: boolean | undefined;
  onChoose: () => void;
}

function ListboxItem(props: ListboxItemProps) {
  const { attributes, option, isActive, selected, onChoose } = props;
  const { label, hint, aside } = option;
  return (
    <div {...attributes} class="cb-listbox-option" aria-selected={selected ?? isActive} onClick={onChoose}>
      {selected !== undefined && (
        <span class="cb-listbox-box" data-selected={selected || undefined}>
          {selected && <Icon name="check" size={14} />}
        </span>
      )}
      <span class="cb-listbox-words">
        <span class="cb-listbox-label">{label}</span>
        {hint && <span class="cb-listbox-hint">{hint}</span>}
      </span>
      {aside && <span class="cb-listbox-aside">{aside}</span>}
    </div>
  );
}
